import { chains } from './all.ts';
import type { Chain } from './chain.ts';

/** A wallet address found in a text. */
export interface Address {
  /** The list's key: `namespace:address`. */
  readonly key: string;
  readonly chain: string;
  readonly checksum: 'valid' | 'none' | 'bad';
}

const exact = new Map(chains.map((chain) => [chain, new RegExp(`^(?:${chain.pattern})$`)]));

/**
 * Reads a text that is one wallet address and nothing else, as a person types it or as a key (`tron:T…`).
 *
 * @returns null when it is none. An address whose checksum is `bad` is returned: who lists must refuse it, who
 *   compares with a list need not care.
 */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(':');
  const namespace = trimmed.slice(0, Math.max(colon, 0));
  for (const chain of chains) {
    if (colon !== -1 && namespace !== chain.id) continue;
    const address = read(chain, trimmed.slice(colon + 1));
    if (address !== null) return address;
  }
  return null;
}

function read(chain: Chain, text: string): Address | null {
  const canonical = exact.get(chain)!.test(text) ? chain.canonical(text) : null;
  return canonical === null
    ? null
    : { key: `${chain.id}:${canonical}`, chain: chain.id, checksum: chain.checksum(text) };
}
