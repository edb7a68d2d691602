import { browser } from 'wxt/browser';
import { limits } from '../../core/limits.ts';

/**
 * Keeps the worker alive until something is done. Browsers end an idle worker after 30 s, in the middle of a download too;
 * a call of an extension's API starts that time anew
 * (developer.chrome.com/docs/extensions/develop/concepts/service-workers/lifecycle).
 */
export async function keepAwake<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), limits.wakefulness);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
