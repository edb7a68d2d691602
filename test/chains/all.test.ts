import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleAddresses, sampleSpellings } from '../../scripts/demo/addresses.ts';
import { parseAddresses } from '../../src/chains/address.ts';
import { chains, spellings } from '../../src/chains/all.ts';
import type { Chain } from '../../src/chains/chain.ts';
import { isAddressKey } from '../../src/core/entry.ts';
import { oneChanged } from './change.ts';
import { examples } from './examples.ts';
import { checksumIn, keysIn } from './read.ts';

const folder = new URL('../../src/chains/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

async function chainOf(name: string): Promise<Chain | undefined> {
  const exported: Record<string, unknown> = await import(new URL(`${name}.ts`, folder).href);
  return Object.values(exported).find(isChain);
}

function isChain(value: unknown): value is Chain {
  return typeof value === 'object' && value !== null && 'pattern' in value && 'read' in value;
}

describe.each(names)('src/chains/%s.ts', (name) => {
  test('is in all.ts and has examples if it holds a chain', async () => {
    const chain = await chainOf(name);
    if (chain === undefined) return;
    expect(chain.id, 'the id is the file name').toBe(name);
    expect(chains, 'add it to `chains` in all.ts').toContain(chain);
    expect(
      spellings.map(({ id }) => id),
      'add its spelling to `spellings` in all.ts',
    ).toContain(name);
    expect(examples, 'add its examples to test/chains/examples.ts').toHaveProperty(name);
  });
});

describe('chains', () => {
  test('are fifteen, listed once, in the same order with and without what reads them', () => {
    const ids = chains.map(({ id }) => id);
    expect(new Set(ids).size).toBe(15);
    expect(spellings.map(({ id, pattern }) => [id, pattern])).toEqual(
      chains.map(({ id, pattern }) => [id, pattern]),
    );
  });

  test.each(chains)('the patterns of $id have no anchors and no capturing groups', (chain) => {
    for (const pattern of [chain.pattern, chain.canonicalPattern ?? '']) {
      expect(pattern).not.toMatch(/[$^](?![^[]*\])/);
      expect(new RegExp(`${pattern}|`).exec('')).toHaveLength(1);
    }
  });
});

/** Two chains write the same account in the same way, and nothing in the text tells them apart. */
const alike: Readonly<Record<string, readonly string[]>> = { sui: ['sui', 'aptos'], aptos: ['sui', 'aptos'] };

describe.each(Object.entries(examples))('examples of %s', (id, texts) => {
  test.each(texts)('%s is read by this chain and no other', (text) => {
    expect(parseAddresses(text).map(({ chain }) => chain)).toEqual(alike[id] ?? [id]);
    expect(checksumIn(text)).not.toBe('bad');
  });

  test.each(texts)('the key of %s is read as itself', (text) => {
    for (const key of keysIn(text)) {
      expect(isAddressKey(key)).toBe(true);
      expect(keysIn(key)).toEqual([key]);
    }
  });

  test.each(texts)('%s has a short form with its start and end', (text) => {
    const { short } = chains.find((chain) => chain.id === id)!;
    expect(short(text)).toMatch(/^\S{6,16}….{4}$/);
    expect(text.endsWith(short(text).slice(-4))).toBe(true);
    const key = keysIn(text)[0]!;
    expect(short(key.slice(key.indexOf(':') + 1)).length).toBeLessThanOrEqual(21);
  });
});

// Checksums of 15 bits on average (EIP-55), of 2 bytes (SS58, TON) and of 4: a change goes unseen by luck, so what is
// changed here is fixed by the seed.
describe('a checksum', () => {
  const checked = Object.values(examples)
    .flat()
    .filter((text) => checksumIn(text) === 'valid');

  test('is carried by the spellings of twelve chains', () => {
    const ids = checked.map((text) => parseAddresses(text)[0]!.chain);
    expect(new Set(ids).size).toBe(chains.length - ['solana', 'sui', 'aptos'].length);
  });

  test.each(checked)('of %s does not hold when one character is another', (text) => {
    // What stands before is a scheme or `0x`, which may be in either case.
    const from = /^(?:.*:|0x|)/.exec(text)![0].length;
    fc.assert(
      fc.property(oneChanged(text, ALPHANUMERIC, from), (changed) => {
        expect(parseAddresses(changed).map(({ checksum }) => checksum)).not.toContain('valid');
      }),
      { seed: 17 },
    );
  });
});

/** Which chain each other spelling is of. */
const spelled: ReadonlyArray<readonly [chain: keyof ReturnType<typeof sampleAddresses>, spelling: RegExp]> = [
  ['eip155', /^eip155/],
  ['bitcoin', /^bitcoinUpper/],
  // Bitcoin's own spelling of the key's hash is Bitcoin Cash's old one.
  ['bitcoin-cash', /^cashaddr|^bitcoinLegacy/],
  ['tron', /^tron/],
  ['ton', /^ton/],
  ['xrpl', /^xAddress/],
  ['monero', /^moneroIntegrated/],
  ['polkadot', /^ss58/],
  ['cosmos', /^cosmos/],
];

describe('addresses of any bytes', () => {
  test('are read by their chain, and back from their key', () => {
    fc.assert(
      fc.property(fc.string(), (sentence) => {
        for (const [id, text] of Object.entries(sampleAddresses(sentence))) {
          expect(parseAddresses(text).map(({ chain }) => chain)).toEqual(alike[id] ?? [id]);
          for (const key of keysIn(text)) expect(keysIn(key)).toEqual([key]);
        }
      }),
    );
  });

  test('have one key in all spellings', () => {
    fc.assert(
      fc.property(fc.string(), (sentence) => {
        const addresses = sampleAddresses(sentence);
        const others = Object.entries(sampleSpellings(sentence));
        for (const [id, pattern] of spelled) {
          const key = keysIn(addresses[id]);
          const same = others.filter(([name]) => pattern.test(name));
          expect(same.length).toBeGreaterThan(0);
          for (const [name, text] of same) expect(keysIn(text), name).toEqual(key);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('have keys of their own where the account is another', () => {
    const sentence = 'Baize test: accounts of their own';
    const others = Object.entries(sampleSpellings(sentence)).filter(
      ([name]) => !spelled.some(([, pattern]) => pattern.test(name)),
    );
    const keys = [...Object.values(sampleAddresses(sentence)), ...others.map(([, text]) => text)].flatMap(
      keysIn,
    );
    // The two of SUI and Aptos are read by both.
    expect(new Set(keys).size).toBe(15 + 2 + others.length);
  });
});
