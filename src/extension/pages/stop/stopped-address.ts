import { limits } from '../../../core/limits.ts';

/** The address a stop page stands for. `url` is null for one that must not be opened: it is shown as text only. */
export interface StoppedAddress {
  readonly text: string;
  readonly url: string | null;
}

/**
 * Reads what follows the `#` of the stop page. Any page can write it, so it is worth no trust: only an http or https address
 * can be proceeded to (attacks 56). Of a longer one the beginning counts: the rest is query, or a path that no list may name.
 */
export function stoppedAddress(hash: string): StoppedAddress {
  const text = hash.replace(/^#/, '').slice(0, limits.urlLength);
  return { text, url: isWebAddress(text) ? text : null };
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}
