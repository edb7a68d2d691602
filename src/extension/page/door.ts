import { browser } from 'wxt/browser';
import type { listChanged } from '../messages.ts';
import { send } from '../send.ts';
import type { Background } from './guard.ts';

// A type import and its literal: messages.ts itself would bring the schemas into every page.
const changed: typeof listChanged = 'baize.listChanged';

/** The guard's door to the browser. */
export const background: Background = {
  send,

  onListChanged(listener) {
    const hear = (message: unknown, sender: { id?: string; tab?: unknown }): void => {
      const own = sender.id === browser.runtime.id && sender.tab === undefined;
      if (own && message === changed) listener();
    };
    browser.runtime.onMessage.addListener(hear);
    return () => browser.runtime.onMessage.removeListener(hear);
  },

  isThere: () => browser.runtime?.id !== undefined,
};
