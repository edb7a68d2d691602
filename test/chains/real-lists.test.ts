import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { random } from '../generator.ts';
import { bytesIn58, encode58 } from './base58-twin.ts';
import { ss58 } from './ss58-twin.ts';

interface Sample {
  readonly chain: string;
  readonly key: (canonical: string) => string;
  readonly texts: readonly string[];
  /** Every other spelling of an account; none may make another key. */
  readonly respell: (canonical: string) => readonly string[];
}

/** The text of a list beside the project where it is there; else null. */
function real(name: string): string | null {
  const file = new URL(`../../../shared/data/${name}`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Bytes that are the same on every machine. */
function seeded(seed: number): (length: number) => Uint8Array {
  const next = random(seed);
  return (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

function evm(): string[] {
  const list = real('scamsniffer-address.json');
  const changes = (real('daily-changes-365.jsonl') ?? '').trim().split('\n');
  if (list === null) {
    const bytes = seeded(1);
    return many(2_500, () => `0x${hex(bytes(20))}`);
  }
  const added = changes
    .filter(Boolean)
    .flatMap((day) => (JSON.parse(day) as { addAddress?: string[] }).addAddress);
  return [...(JSON.parse(list) as string[]), ...added.filter((text) => text !== undefined)];
}

/** Under the prefixes people meet, some addresses twice, as the real list has them. */
function substrate(): string[] {
  const list = real('polkadot-address.json');
  if (list !== null) return Object.values(JSON.parse(list) as Record<string, string[]>).flat();
  const bytes = seeded(2);
  const made = many(250, (i) => ss58([0, 0, 2, 42, 255][i % 5]!, bytes(32)));
  return [...made, ...made.slice(0, 30)];
}

/** Some are damaged, as in the real list: a byte is missing. */
function mints(): string[] {
  const list = real('phantom.nft-mints.yaml');
  if (list !== null) return Array.from(list.matchAll(/mint:\s*(\S+)/g), ([, mint]) => mint!);
  const bytes = seeded(3);
  return many(3_000, (i) => encode58(bytes(i % 1_000 === 7 ? 31 : 32)));
}

const samples: Sample[] = [
  {
    chain: 'eip155',
    key: (canonical) => `eip155:${canonical}`,
    texts: evm(),
    respell: (canonical) => [canonical.toUpperCase(), canonical.replace('0x', '0X'), `ethereum:${canonical}`],
  },
  {
    chain: 'polkadot',
    key: (canonical) => `polkadot:${canonical}`,
    texts: substrate(),
    respell: (canonical) => {
      const account = Buffer.from(canonical.slice(2), 'hex');
      return [0, 2, 42, 64, 255, 16_383].map((prefix) => ss58(prefix, account));
    },
  },
  {
    chain: 'solana',
    key: (canonical) => `solana:${canonical}`,
    texts: mints().filter((text) => bytesIn58(text) === 32),
    respell: (canonical) => [` ${canonical}\n`, `solana:${canonical}?amount=1`],
  },
];

describe.each(samples)('a list of $chain addresses', ({ chain, key, texts, respell }) => {
  const keys = texts.map((text) => parseAddresses(text).map((address) => address.key));
  const canonical = [...new Set(keys.flat())].map((name) => name.slice(name.indexOf(':') + 1));

  test('is read whole, each address by this chain alone', () => {
    expect(texts.length).toBeGreaterThan(200);
    for (const [i, text] of texts.entries()) {
      expect(keys[i], text).toHaveLength(1);
      expect(parseAddresses(text)[0]).toMatchObject({ chain, text });
      expect(parseAddresses(text)[0]?.checksum).not.toBe('bad');
    }
  });

  test('has as many keys as accounts', () => {
    expect(canonical).toHaveLength(new Set(texts).size);
  });

  test('is read back from its keys', () => {
    for (const form of canonical) {
      expect(parseAddresses(key(form)).map((address) => address.key)).toEqual([key(form)]);
    }
  });

  test('has the same keys in every other spelling', () => {
    for (const form of canonical.slice(0, 300)) {
      for (const text of respell(form)) {
        expect(
          parseAddresses(text).map((address) => address.key),
          text,
        ).toEqual([key(form)]);
      }
    }
  });
});

test('a damaged entry is none', () => {
  const damaged = mints().filter((text) => bytesIn58(text) !== 32);
  expect(damaged.length).toBeLessThan(10);
  for (const text of damaged) expect(parseAddresses(text)).toEqual([]);
});
