import { toHex } from '../core/tuf/bytes.ts';
import { readBech32 } from './bech32.ts';
import { chainOf, type Reading, type Spelling } from './chain.ts';
import { BECH32 } from './segwit.ts';
import { shorten } from './shorten.ts';

const PREFIXES = (
  'agoric akash archway axelar band bbn celestia chihuahua cosmos cro dydx dym evmos fetch gravity init inj iris juno ' +
  'kava kujira mantle mantra maya migaloo neutron nibi noble omniflix orai osmo persistence quick regen saga secret ' +
  'sei sent sif somm stars stride swth terra thor umee xpla zeta'
).split(' ');

/** Accounts hold 20 bytes (a key's hash) or 32 (contracts and modules, ADR-028); then 6 characters of checksum. */
const DATA = `${BECH32}{38}(?:${BECH32}{20})?`;

/**
 * How an account of the Cosmos family is written: bech32 after the chain's own prefix. Only prefixes of known chains
 * are read, not any: bech32 is also what Bitcoin, Cardano, Zilliqa or Nostr write, with bytes that mean something else,
 * and one prefix more is one word more here.
 */
export const cosmosSpelling: Spelling = {
  id: 'cosmos',
  pattern: `(?:${[...PREFIXES, ...PREFIXES.map((prefix) => prefix.toUpperCase())].join('|')})1${DATA}`,
};

/**
 * Cosmos and its family. Most of its chains share one account: the same bytes behind each prefix. So the canonical form
 * is these bytes in hex.
 */
export const cosmos = /* @__PURE__ */ chainOf(cosmosSpelling, {
  namespace: 'cosmos',
  canonicalPattern: '0[xX](?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})',
  read: (text) =>
    /^0x/i.test(text) ? { canonical: text.toLowerCase(), checksum: 'none' } : readAccount(text),
  short: (text) => shorten(text, /^0x/i.test(text) ? undefined : text.indexOf('1') + 5),
});

function readAccount(text: string): Reading | null {
  const read = readBech32(text);
  return read && { canonical: `0x${toHex(read.bytes)}`, checksum: read.checksum };
}
