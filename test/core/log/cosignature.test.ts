import { describe, expect, it } from 'vitest';
import { formatCheckpoint, signCheckpoint } from '../../../src/core/log/checkpoint.ts';
import {
  type CheckpointPolicy,
  type Cosigner,
  cosign,
  cosignedAt,
  cosignersOf,
  verifyCheckpoint,
} from '../../../src/core/log/cosignature.ts';
import {
  formatNote,
  keyId,
  type NoteSignature,
  noteAlgorithms,
  parseNote,
} from '../../../src/core/log/note.ts';
import { toHex } from '../../../src/core/tuf/bytes.ts';
import type { Key, Root } from '../../../src/core/tuf/metadata.ts';
import { signerOf } from './signer.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const origin = 'feed.example/log';
const root = new Uint8Array(32).fill(1);
const text = formatCheckpoint({ origin, size: 5, root });
const time = 1_700_000_000;
const now = new Date(time * 1_000);

const [ant, bee, cat, stranger] = (await Promise.all(
  ['ant', 'bee', 'cat', 'stranger'].map(async (name) => (await signerOf(name)).signer),
)) as [Signer, Signer, Signer, Signer];
type Signer = Awaited<ReturnType<typeof signerOf>>['signer'];
const cosignerOf = ({ name, publicKey }: Signer): Cosigner => ({ member: name, publicKey: toHex(publicKey) });

const policy: CheckpointPolicy = { origin, cosigners: [ant, bee, cat].map(cosignerOf), threshold: 2, now };
const noteOf = (...signatures: NoteSignature[]) => formatNote({ text, signatures });
const verify = (note: Uint8Array, change: Partial<CheckpointPolicy> = {}) =>
  verifyCheckpoint(note, { ...policy, ...change });
const broken = ({ bytes, ...line }: NoteSignature): NoteSignature => ({
  ...line,
  bytes: bytes.with(70, bytes[70]! ^ 1),
});

const byAnt = await cosign(text, ant, time);
const byBee = await cosign(text, bee, time - 5);

describe('a cosignature', () => {
  // c2sp.org/tlog-cosignature, "Ed25519 signed message": header, time, then the note's body.
  it('covers header, time and text as the specification has them', async () => {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(ant.publicKey), 'Ed25519', true, [
      'verify',
    ]);
    const message = new TextEncoder().encode(`cosignature/v1\ntime 1700000000\n${text}`);
    const signature = new Uint8Array(byAnt.bytes.subarray(8));
    expect(await crypto.subtle.verify('Ed25519', key, signature, message)).toBe(true);
    expect(toHex(byAnt.bytes.subarray(0, 8))).toBe('000000006553f100');
    expect(byAnt.id).toBe(keyId('ant', noteAlgorithms.cosignature, ant.publicKey));
  });

  it('says when it was made', async () => {
    expect(await cosignedAt(text, byBee, cosignerOf(bee))).toBe(time - 5);
  });

  it.each<[string, string, NoteSignature, Cosigner]>([
    ['of another text', `${text}more\n`, byAnt, cosignerOf(ant)],
    ['under another name', text, { ...byAnt, name: 'bee' }, cosignerOf(ant)],
    ['under another key id', text, { ...byAnt, id: byAnt.id ^ 1 }, cosignerOf(ant)],
    [
      'by another key of that name',
      text,
      byAnt,
      { ...cosignerOf(ant), publicKey: cosignerOf(bee).publicKey },
    ],
    ['with another time', text, { ...byAnt, bytes: byAnt.bytes.with(7, 1) }, cosignerOf(ant)],
    [
      'with a time that can not be counted',
      text,
      { ...byAnt, bytes: byAnt.bytes.with(0, 255) },
      cosignerOf(ant),
    ],
    ['cut short', text, { ...byAnt, bytes: byAnt.bytes.slice(0, -1) }, cosignerOf(ant)],
    ['by a key that is no hex', text, byAnt, { member: 'ant', publicKey: 'x' }],
    ['by a key that is no key', text, byAnt, { member: 'ant', publicKey: '00' }],
  ])('%s is none', async (_, said, signature, cosigner) => {
    expect(await cosignedAt(said, signature, cosigner)).toBeUndefined();
  });

  it('with a time that can not be counted, and validly signed, is none', async () => {
    const late = await cosign(text, ant, 2 ** 53);
    expect(await cosignedAt(text, late, cosignerOf(ant))).toBeUndefined();
    expect(await cosignedAt(text, await cosign(text, ant, 2 ** 53 - 1), cosignerOf(ant))).toBe(2 ** 53 - 1);
  });

  it('is not the same as a signature of the note', async () => {
    const plain = await signCheckpoint(text, ant);
    expect(await cosignedAt(text, plain, cosignerOf(ant))).toBeUndefined();
    const dressed = {
      ...plain,
      id: byAnt.id,
      bytes: Uint8Array.from([...byAnt.bytes.slice(0, 8), ...plain.bytes]),
    };
    expect(await cosignedAt(text, dressed, cosignerOf(ant))).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  it('is believed when enough members cosigned it, and says which', async () => {
    const cosigned = await verify(noteOf(byAnt, byBee));
    expect(cosigned).toEqual({ origin, size: 5, root, members: ['ant', 'bee'] });
  });

  it('is believed whatever else stands beside the signatures that count', async () => {
    const others = [
      await cosign(text, stranger, time),
      await signCheckpoint(text, stranger),
      broken(await cosign(text, cat, time)),
    ];
    const { members } = await verify(noteOf(...others, byAnt, broken(byAnt), byBee));
    expect(members).toEqual(['ant', 'bee']);
  });

  it.each<[string, (NoteSignature | Promise<NoteSignature>)[]]>([
    ['too few', [byAnt]],
    ['one of them twice', [byAnt, byAnt]],
    ['one of them twice, at two times', [byAnt, cosign(text, ant, time - 9)]],
    ['one of them broken', [byAnt, broken(byBee)]],
    ['one of them a stranger', [byAnt, cosign(text, stranger, time)]],
    [
      'one of them a stranger under a name of ours',
      [byAnt, cosign(text, { ...stranger, name: 'bee' }, time)],
    ],
    ['one of them from the future', [byAnt, cosign(text, bee, time + 301)]],
    ['one of them of another tree', [byAnt, cosign(formatCheckpoint({ origin, size: 6, root }), bee, time)]],
    ['one of them the plain signature of a member', [byAnt, signCheckpoint(text, bee)]],
  ])('is not believed with %s', async (_, signatures) => {
    await expect(verify(noteOf(...(await Promise.all(signatures))))).rejects.toThrow(refusal('threshold'));
  });

  it('is believed by a clock that is five minutes behind', async () => {
    await verify(noteOf(byAnt, await cosign(text, bee, time + 300)));
  });

  it('counts one member with two keys once', async () => {
    const { signer } = await signerOf('ant');
    const cosigners = [...policy.cosigners, cosignerOf(signer)];
    const note = noteOf(byAnt, await cosign(text, signer, time));
    await expect(verify(note, { cosigners })).rejects.toThrow(refusal('threshold'));
  });

  it('counts one key of two members once, however it is spelled', async () => {
    const twin = { ...ant, name: 'bee' };
    const note = noteOf(byAnt, await cosign(text, twin, time));
    for (const publicKey of [toHex(ant.publicKey), toHex(ant.publicKey).toUpperCase()]) {
      const cosigners = [cosignerOf(ant), { member: 'bee', publicKey }];
      await expect(verify(note, { cosigners })).rejects.toThrow(refusal('threshold'));
    }
  });

  it('of another log is refused', async () => {
    await expect(verify(noteOf(byAnt, byBee), { origin: 'feed.example' })).rejects.toThrow(refusal('format'));
  });

  it('with a thousand signatures is refused before any is looked at', async () => {
    const many = Array.from({ length: 1_000 }, () => byAnt);
    await expect(verify(noteOf(...many))).rejects.toThrow(refusal('length'));
  });

  it('with one bit changed anywhere is not believed', async () => {
    const note = noteOf(byAnt, byBee);
    const believed: number[] = [];
    for (let at = 0; at < note.length; at++) {
      const result = await verify(note.with(at, note[at]! ^ 1)).catch(() => undefined);
      if (result !== undefined) believed.push(at);
    }
    expect(believed).toEqual([]);
  });

  it('reads back as the lines it was written with', () => {
    expect(parseNote(noteOf(byAnt, byBee)).signatures).toEqual([byAnt, byBee]);
  });
});

describe('who cosigns', () => {
  const key = (signer: Signer, more: Partial<Key> = {}): Key => ({
    keytype: 'ed25519',
    scheme: 'ed25519',
    keyval: { public: toHex(signer.publicKey) },
    'x-baize-member': signer.name,
    ...more,
  });

  it('are the Ed25519 keys of members in the timestamp role, at its threshold', () => {
    const { 'x-baize-member': _, ...nobodys } = key(cat);
    const role = (keyids: string[], threshold: number) => ({ keyids, threshold });
    const signed: Pick<Root, 'keys' | 'roles'> = {
      keys: {
        a: key(ant),
        b: key(bee),
        c: nobodys,
        d: key(stranger),
        e: key(cat, { scheme: 'ml-dsa-44' }),
        f: key(cat, { keyval: { public: 7 } }),
      },
      roles: {
        root: role(['d'], 1),
        targets: role(['d'], 1),
        snapshot: role(['d'], 1),
        timestamp: role(['a', 'b', 'c', 'e', 'f', 'constructor'], 2),
      },
    };
    expect(cosignersOf(signed)).toEqual({ cosigners: [cosignerOf(ant), cosignerOf(bee)], threshold: 2 });
  });
});
