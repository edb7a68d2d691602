import { browser } from 'wxt/browser';
import { localValues } from './doors.ts';
import type { LocalValues } from './report-store.ts';
import type { Values } from './store.ts';

/*
 * Private windows of Chromium. With `incognito: split` in the manifest the extension's pages can stand there, which the stop
 * page must, and a second worker runs for them as long as one is open. Seen in Chromium 156: its IndexedDB is its own and
 * in memory; alarms and events are its own; request rules, `storage.local` and `storage.session` are the normal worker's as well.
 *
 * So it leaves the gate to the normal worker, has rules of its own for what a person chose, keeps everything in its
 * database, and reads the settings. In Firefox one background serves all windows.
 */

/** Whether this is the worker of private windows. */
export const isPrivateWorker = (): boolean => browser.extension?.inIncognitoContext === true;

/** What lasts as long as private windows do: in their database, so that nothing of them is left when the last one closes. */
export function privateSession(values: Values): Values {
  return {
    get: (name) => values.get(`session ${name}`),
    put: (name, value) => values.put(`session ${name}`, value),
  };
}

/** The settings of normal windows, until something else is chosen, which is not kept; and nothing else of theirs. */
export function privateLocal(values: Values): LocalValues {
  return {
    all: async () => ({}),
    get: async (name) =>
      (await values.get(name)) ?? (name === 'settings' ? localValues.get(name) : undefined),
    put: values.put,
  };
}
