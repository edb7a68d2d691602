import { describe, expect, it } from 'vitest';
import { writeList } from '../../../src/core/list.ts';
import { Listed } from '../../../src/registry/desk/published.ts';
import { similarTo } from '../../../src/registry/desk/similar.ts';
import { entry } from '../workspace.ts';

const listedOf = (...keys: string[]) => new Listed(writeList(keys.map((key) => entry(key, 'phishing'))));
const similar = (key: string, ...keys: string[]) => similarTo(listedOf(...keys), key).map((one) => one.key);

describe('listed names that look like a case', () => {
  it.each([
    ['the same label under another suffix', 'metabase.test', 'metabase.example'],
    ['a letter more', 'metabase.test', 'metaabase.example'],
    ['a letter less', 'metabase.test', 'metabse.example'],
    ['another letter', 'metabase.test', 'metabas3.example'],
    ['two letters swapped', 'metabase.test', 'metabsae.example'],
    ['a word before', 'metabase.test', 'claim-metabase.example'],
    ['a name below', 'metabase.test', 'claim.metabase.example'],
    ['another number', 'metabase-17.test', 'metabase-4.example'],
    ['another sub-domain of the same name', 'shop.metabase.test', 'metabase.test'],
  ])('%s', (_, key, listed) => {
    expect(similar(key, 'a.example', listed, 'zzz.example')).toEqual([listed]);
  });

  it.each([
    ['itself', 'metabase.test', 'metabase.test'],
    ['two letters changed', 'metabase.test', 'nevabase.example'],
    ['too short a name', 'abc.test', 'abd.example'],
    ['an address', `eip155:0x${'ab'.repeat(20)}`, `tron:0x${'ab'.repeat(20)}`],
    ['a host that many share', 'sites.google.com/view/scam', 'sites.example'],
    ['the word of a kind', 'phishing.test', 'other.example'],
    ['what names nothing', '?call me', 'call.example'],
  ])('not %s', (_, key, listed) => {
    expect(similar(key, listed)).toEqual([]);
  });

  it('are few, the nearest first', () => {
    const many = Array.from({ length: 500 }, (_, index) => `metabase-${index}.example`);
    const found = similar(
      'metabase.test',
      ...many,
      'metabase.example',
      'metabasee.example',
      'a-metabase.example',
    );
    expect(found).toHaveLength(20);
    expect(found.slice(0, 2)).toEqual(['metabase.example', 'metabasee.example']);
  });
});

it('the published list is searched by the start of keys and by what they hold, never by their kinds', () => {
  const listed = listedOf('a-phish.test', 'a.test/phish', 'b.test', 'phish.test', 'sub.phish.test');
  expect(listed.find('b.test')).toEqual(entry('b.test'));
  expect(listed.find('phish')).toBeUndefined();
  expect(listed.startingWith('a', 9).map(({ key }) => key)).toEqual(['a-phish.test', 'a.test/phish']);
  expect(listed.startingWith('phish', 9).map(({ key }) => key)).toEqual(['phish.test']);
  expect(listed.holding('phish', 9).map(({ key }) => key)).toEqual([
    ...['a-phish.test', 'a.test/phish', 'phish.test', 'sub.phish.test'],
  ]);
  expect(listed.holding('phish', 2)).toHaveLength(2);
  expect(listed.holding('phishing', 9)).toEqual([]);
  expect(listed.holding('b.test phish', 9)).toEqual([]);
  expect(listed.holding('\u0262', 9)).toEqual([]);
  expect(new Listed(new Uint8Array()).holding('a', 9)).toEqual([]);
});
