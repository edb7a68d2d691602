import { Connection } from '../../../src/extension/background/connection.ts';
import { feedStore, valueStore } from '../../../src/extension/background/database.ts';
import { pictureBytes, reportPicture } from '../../../src/extension/background/page-picture.ts';
import { type LocalValues, reportStore } from '../../../src/extension/background/report-store.ts';

/** What `storage.local` does, in memory: a page has none. */
function memory(): LocalValues {
  const map = new Map<string, unknown>();
  return {
    all: async () => structuredClone(Object.fromEntries(map)),
    get: async (name) => structuredClone(map.get(name)),
    put: async (name, value) =>
      void (value === undefined ? map.delete(name) : map.set(name, structuredClone(value))),
  };
}

/* What the background does with a browser's own store and canvas, for tests that run in one. */
const staged = { Connection, feedStore, valueStore, reportStore, memory, pictureBytes, reportPicture };
export type Staged = typeof staged;
Object.assign(globalThis, { staged });
