import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint } from '../../../src/core/log/checkpoint.ts';
import { cosign } from '../../../src/core/log/cosignature.ts';
import { formatNote } from '../../../src/core/log/note.ts';
import { formatProof, type LogProof, parseProof, verifyProof } from '../../../src/core/log/proof.ts';
import { toHex } from '../../../src/core/tuf/bytes.ts';
import { signerOf } from './signer.ts';
import { leavesOf, mth, path } from './twin.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (of: Uint8Array): string => new TextDecoder().decode(of);

const origin = 'feed.example';
const leaves = leavesOf(7);
const { signer } = await signerOf('ant');
const now = new Date('2026-01-01T00:00:00Z');
const policy = {
  origin,
  cosigners: [{ member: 'ant', publicKey: toHex(signer.publicKey) }],
  threshold: 1,
  now,
};
const body = formatCheckpoint({ origin, size: 7, root: mth(leaves) });
const checkpoint = formatNote({
  text: body,
  signatures: [await cosign(body, signer, now.getTime() / 1_000)],
});
const shown: LogProof = { index: 2, hashes: path(2, leaves), checkpoint };

describe('a proof', () => {
  it('is written as c2sp.org/tlog-proof has it', () => {
    const proof = formatProof({ ...shown, hashes: [new Uint8Array(32)], extra: bytes('leaf') });
    expect(text(proof)).toBe(
      `c2sp.org/tlog-proof@v1\nextra bGVhZg==\nindex 2\n${'A'.repeat(43)}=\n\n${text(checkpoint)}`,
    );
  });

  it.each<[string, LogProof]>([
    ['with hashes', shown],
    ['with more', { ...shown, extra: bytes('more') }],
    ['with more that is empty', { ...shown, extra: bytes('') }],
    ['of the only leaf', { ...shown, index: 0, hashes: [] }],
  ])('%s comes back as it was', (_, proof) => expect(parseProof(formatProof(proof))).toEqual(proof));

  const whole = text(formatProof(shown));
  it.each<[string, string]>([
    ['nothing', ''],
    ['another first line', whole.replace('@v1', '@v2')],
    ['no index', whole.replace('index 2\n', '')],
    ['an index with a zero before it', whole.replace('index 2', 'index 02')],
    ['an index that is none', whole.replace('index 2', 'index 2.5')],
    ['an index beyond what is counted', whole.replace('index 2', 'index 9007199254740992')],
    ['more after the index', whole.replace('index 2\n', 'index 2\nextra bGVhZg==\n')],
    ['two of it', whole.replace('index 2\n', 'extra bGVhZg==\nextra bGVhZg==\nindex 2\n')],
    ['a hash that is too short', whole.replace('index 2\n', 'index 2\nAAAA\n')],
    ['a hash that is no base64', whole.replace('index 2\n', `index 2\n${'?'.repeat(43)}=\n`)],
    [
      'more hashes than a tree has levels',
      whole.replace('index 2\n', `index 2\n${`${'A'.repeat(43)}=\n`.repeat(54)}`),
    ],
    ['no checkpoint', whole.split('\n\n')[0]!],
  ])('with %s is refused', (_, wrong) => {
    expect(() => parseProof(bytes(wrong))).toThrow(refusal('format'));
  });

  it('over the bound is refused', () => {
    expect(() => parseProof(bytes(whole + 'x'.repeat(200_000)))).toThrow(refusal('length'));
  });

  it('is read from any bytes or refused', () => {
    const parts = fc.array(
      fc.constantFrom('c2sp.org/tlog-proof@v1\n', 'index 1\n', 'extra AA==\n', '\n', 'x'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          parts.map((list) => bytes(list.join(''))),
        ),
        (any) => {
          try {
            expect(formatProof(parseProof(any))).toEqual(any);
          } catch (error) {
            expect(error).toEqual(refusal('format'));
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('that a leaf is in the log', () => {
  it('is believed of a proof whose checkpoint is', async () => {
    const cosigned = await verifyProof(parseProof(formatProof(shown)), leaves[2]!, policy);
    expect(cosigned).toEqual({ origin, size: 7, root: mth(leaves), members: ['ant'] });
  });

  it.each<[string, string, Partial<LogProof>]>([
    ['log', 'another index', { index: 3 }],
    ['log', 'an index beyond the end', { index: 7 }],
    ['log', 'a hash too few', { hashes: shown.hashes.slice(1) }],
    ['log', 'a hash too many', { hashes: [...shown.hashes, mth(leaves)] }],
    [
      'threshold',
      'a checkpoint that nobody cosigned',
      {
        checkpoint: formatNote({
          text: body,
          signatures: [{ name: 'ant', id: 1, bytes: new Uint8Array(72) }],
        }),
      },
    ],
    ['format', 'no checkpoint', { checkpoint: bytes('<html>') }],
  ])('is refused with %s for %s', async (code, _, change) => {
    await expect(verifyProof({ ...shown, ...change }, leaves[2]!, policy)).rejects.toThrow(refusal(code));
  });

  it('is not believed of another leaf', async () => {
    await expect(verifyProof(shown, leaves[3]!, policy)).rejects.toThrow(refusal('log'));
  });
});
