import { describe, expect, it } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { chains } from '../../src/chains/all.ts';
import { scan } from '../../src/chains/scanner.ts';
import { corpusHtml, corpusKeys, foundPages, isListed, ordinaryPages } from './corpus.ts';

/** Addresses in a text that say of themselves that they are some, or that nothing else looks like. */
const shownIn = (text: string) =>
  scan(text)
    .flatMap((candidate) => parseAddresses(candidate.text))
    .filter(({ checksum, hasLookalikes }) => checksum === 'valid' || (checksum === 'none' && !hasLookalikes));

describe('the corpus', () => {
  it('has at least 60 pages of either sort', () => {
    expect(foundPages.length).toBeGreaterThanOrEqual(60);
    expect(ordinaryPages.length).toBeGreaterThanOrEqual(60);
  });

  it('lists addresses of every chain', () => {
    const listed = foundPages.flatMap(({ addresses }) => addresses.filter(isListed));
    const read = new Set(listed.flatMap(({ text }) => parseAddresses(text).map(({ chain }) => chain)));
    expect([...read].sort()).toEqual(chains.map(({ id }) => id).sort());
  });

  it.each(foundPages)('$name holds a listed address and one that is not', ({ addresses }) => {
    expect(addresses.filter(isListed)).not.toEqual([]);
    const others = addresses.filter((held) => !isListed(held));
    expect(others).not.toEqual([]);
    expect(others.filter(({ key }) => corpusKeys.includes(key))).toEqual([]);
  });
});

describe('an ordinary page', () => {
  it.each(ordinaryPages)('$name holds no address', ({ name, addresses }) => {
    expect(addresses).toEqual([]);
    const found = shownIn(corpusHtml('ordinary', name));
    expect(found).toEqual([]);
  });
});
