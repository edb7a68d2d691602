import type { PlainTab } from '../../scripts/lib/browser.ts';
import { listTarget } from '../../src/core/feed.ts';

/** Firefox gives extensions this too. */
declare const chrome: typeof import('wxt/browser').browser;

/** What a browser holds of its one feed, read from its store and its rules without the background. */
export interface Held {
  /** Digest of the list as its record has it, and of the text that is there. */
  readonly signed: string;
  readonly actual: string;
  readonly text: string;
  /** Names that stand twice in one rule. */
  readonly twice: readonly string[];
}

/** @param tab one of the extension's own pages */
export function heldIn(tab: PlainTab): Promise<Held> {
  return tab.run(read, listTarget);
}

/** Runs in the page. */
async function read(list: string): Promise<Held> {
  const outcome = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await outcome(indexedDB.open('baize'));
  const change = database.transaction(['feeds', 'texts']);
  const [record] = await outcome(change.objectStore('feeds').getAll());
  const targets = JSON.parse(new TextDecoder().decode(record.trusted.targets)).signed.targets;
  const signed: string = targets[list].custom.sha256;
  const text: Uint8Array<ArrayBuffer> = await outcome(change.objectStore('texts').get([record.feed, signed]));
  database.close();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  const rules = await chrome.declarativeNetRequest.getDynamicRules();
  const twice = rules.flatMap(({ condition }) => {
    // Firefox gives null where there are none.
    const names = condition.requestDomains ?? [];
    return names.filter((name, i) => names.indexOf(name) !== i);
  });
  const actual = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { signed, actual, text: new TextDecoder().decode(text), twice };
}
