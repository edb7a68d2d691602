import { describe, expect, it } from 'vitest';
import { feedFiles, parseState } from '../../src/core/feed.ts';
import { parseReceipt, parseReport } from '../../src/core/report.ts';
import { sha256 } from '../../src/core/tuf/bytes.ts';

const digest = 'a'.repeat(64);
const report = { id: 'abcdefghijklmnop', subject: 'https://evil.example/', kind: 'phishing' };

it('names the files of a feed', async () => {
  expect(feedFiles.metadata('timestamp.json')).toBe('metadata/timestamp.json');
  expect(feedFiles.target(digest, 'list.txt.gz')).toBe(`targets/${digest}.list.txt.gz`);
  expect(feedFiles.delta('b', 'a')).toBe('delta/b/a.gz');
  // SHA-256 of "abc": FIPS 180-4 example.
  const abc = await sha256(new TextEncoder().encode('abc'));
  expect(abc).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(feedFiles.why(abc)).toBe('why/ba7.json');
});

describe('what a feed signs is read strictly', () => {
  it('the state of the list', () => {
    expect(parseState({ length: 3, sha256: digest, entries: 1 })).toEqual({
      length: 3,
      sha256: digest,
      entries: 1,
    });
    for (const bad of [
      null,
      {},
      { length: -1, sha256: digest, entries: 0 },
      { length: 1e12, sha256: digest, entries: 0 },
      { length: 1, sha256: 'A'.repeat(64), entries: 0 },
      { length: 1.5, sha256: digest, entries: 0 },
    ]) {
      expect(() => parseState(bad)).toThrow(expect.objectContaining({ code: 'format' }));
    }
  });
});

describe('a report', () => {
  it('is what it says and nothing more', () => {
    expect(parseReport(report)).toEqual(report);
    for (const bad of [
      null,
      [],
      { ...report, id: 'short' },
      { ...report, kind: 'x' },
      { ...report, subject: '' },
      { ...report, history: ['https://a.example'] },
      { ...report, note: 'x'.repeat(1_001) },
      { ...report, addresses: Array(51).fill('a') },
    ]) {
      expect(() => parseReport(bad)).toThrow(expect.objectContaining({ code: 'input' }));
    }
  });

  it('says which field is wrong', () => {
    expect(() => parseReport({ ...report, kind: 'x' })).toThrow(/"kind"/);
  });

  it('is answered by a receipt', () => {
    const receipt = { receipt: 'abcdefghijklmnop', state: 'received' };
    expect(parseReceipt(receipt)).toEqual(receipt);
    expect(() => parseReceipt({ ...receipt, state: '<b>' })).toThrow(
      expect.objectContaining({ code: 'input' }),
    );
  });
});
