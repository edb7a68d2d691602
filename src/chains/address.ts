import { chains } from './all.ts';
import type { Chain, Reading } from './chain.ts';

/** A wallet address as one chain reads it. */
export interface Address {
  /** The list's key: `namespace:canonical`. */
  readonly key: string;
  /** Id of the chain. */
  readonly chain: string;
  /** As it was written, without the scheme or namespace before it. */
  readonly text: string;
  readonly checksum: Reading['checksum'];
  /** Whether strings that are no address look just like it: such a one means something only if it is listed. */
  readonly hasLookalikes: boolean;
}

interface Reader {
  readonly chain: Chain;
  readonly inText: RegExp;
  readonly inKey: RegExp;
}

const whole = (...patterns: string[]) => new RegExp(`^(?:${patterns.join('|')})$`);

const readers: readonly Reader[] = chains.map((chain) => ({
  chain,
  inText: whole(chain.pattern),
  inKey: whole(chain.pattern, ...(chain.canonicalPattern === undefined ? [] : [chain.canonicalPattern])),
}));

/** From the least doubtful on. */
const checksums = ['valid', 'none', 'bad'] as const;

/**
 * Reads a text that is one wallet address and nothing else: as a page writes it, as a person types it, as a link
 * (`bitcoin:bc1…?amount=1`), as a key (`tron:T…`) or as CAIP-10 has it (`eip155:1:0x…`).
 *
 * Several chains may read the same text. A checksum that holds decides: beside it nothing else is a reading. Without
 * one, all chains that carry none read it; only when there is no such chain, those whose checksum does not hold do, so
 * that a person can be told of the mistake. Who lists must refuse these, who compares with a list need not care.
 *
 * @returns empty when it is none; all readings have the same sort of checksum, and no two the same key
 */
export function parseAddresses(text: string): readonly Address[] {
  const readings = readAll(text.trim());
  if (readings.length === 1) return readings;
  const best = checksums.find((checksum) => readings.some((address) => address.checksum === checksum));
  const byKey = new Map<string, Address>();
  for (const address of readings) {
    if (address.checksum === best && !byKey.has(address.key)) byKey.set(address.key, address);
  }
  return [...byKey.values()];
}

function readAll(text: string): Address[] {
  const colon = text.indexOf(':');
  const named = colon === -1 ? [] : readersNamed(text.slice(0, colon).toLowerCase());
  if (named.length === 0) return readers.flatMap((reader) => read(reader, reader.inText, text));
  const readBy = (rest: string) => named.flatMap((reader) => read(reader, reader.inKey, rest));
  const rest = text.slice(colon + 1).replace(LINK_END, '');
  const readings = readBy(rest);
  return readings.length > 0 ? readings : readBy(rest.replace(REFERENCE, ''));
}

/** What a link says beyond the address: network, amount, label (BIP-21, ERC-681). */
const LINK_END = /[@/?].*$/s;
/** The network's own name between namespace and address, as CAIP-10 writes accounts (`eip155:1:0x…`). */
const REFERENCE = /^[-_a-zA-Z0-9]{1,32}:/;

function readersNamed(name: string): Reader[] {
  return readers.filter(({ chain }) => [chain.namespace, chain.id, chain.scheme].includes(name));
}

function read({ chain }: Reader, pattern: RegExp, text: string): Address[] {
  const reading = pattern.test(text) ? chain.read(text) : null;
  if (reading === null) return [];
  return [
    {
      key: `${chain.namespace}:${reading.canonical}`,
      chain: chain.id,
      text,
      // Not read before it is asked for: see eip155.
      get checksum() {
        return reading.checksum;
      },
      hasLookalikes: chain.hasLookalikes === true,
    },
  ];
}
