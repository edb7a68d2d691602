import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import type { Access } from './access.ts';
import type { Fetch } from './network.ts';

/**
 * The browser's `fetch`, which says why there is no answer where the reason is that the browser withholds the host: then
 * only what a host lets everyone read is handed over. That the host is there all the same shows that the connection is
 * fine.
 */
export function fetchWithin(access: Access): Fetch {
  return async (url, init) => {
    try {
      return await fetch(url, init);
    } catch (cause) {
      if ((await access.covers(url)) || !(await isThere(url))) throw cause;
      throw new BaizeError('access', `The browser withholds ${new URL(url).host} from the extension.`, {
        cause,
      });
    }
  };
}

/** Whether a host answers; what it says stays with the browser. */
async function isThere(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(limits.fetchTimeout);
  const question: RequestInit = {
    ...{ mode: 'no-cors', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', signal },
  };
  return fetch(url, question).then(
    () => true,
    () => false,
  );
}
