import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/chains/address.ts';
import { chains, spellings } from '../../src/chains/all.ts';
import type { Chain } from '../../src/chains/chain.ts';
import { examples } from './examples.ts';

const folder = new URL('../../src/chains/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));

async function chainOf(name: string): Promise<Chain | undefined> {
  const exported: Record<string, unknown> = await import(new URL(`${name}.ts`, folder).href);
  return Object.values(exported).find(isChain);
}

function isChain(value: unknown): value is Chain {
  return typeof value === 'object' && value !== null && 'pattern' in value && 'checksum' in value;
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
  test('are listed once, in the same order with and without checksums', () => {
    const ids = chains.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(spellings.map(({ id }) => id)).toEqual(ids);
  });

  test.each(Object.entries(examples))('examples of %s match it and no other', (id, texts) => {
    for (const text of texts) {
      const matching = chains.filter(({ pattern }) => new RegExp(`^(?:${pattern})$`).test(text));
      expect(matching.map((chain) => chain.id)).toEqual([id]);
      expect(parseAddress(text)?.checksum).not.toBe('bad');
    }
  });

  test.each(chains)('the canonical form of $id is canonical', ({ id, canonical }) => {
    for (const text of examples[id] ?? []) {
      const once = canonical(text);
      expect(once).not.toBeNull();
      expect(canonical(once!)).toBe(once);
      expect(parseAddress(`${id}:${once}`)?.key).toBe(`${id}:${once}`);
    }
  });

  test.each(chains)('the pattern of $id has no anchors and no capturing groups', ({ pattern }) => {
    expect(pattern).not.toMatch(/[$^](?![^[]*\])/);
    expect(new RegExp(`${pattern}|`).exec('')).toHaveLength(1);
  });
});
