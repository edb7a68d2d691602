import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint, parseCheckpoint, signCheckpoint } from '../../../src/core/log/checkpoint.ts';
import { formatNote, keyId, type NoteSigner, noteAlgorithms, parseNote } from '../../../src/core/log/note.ts';
import { toHex } from '../../../src/core/tuf/bytes.ts';
import { signerOf } from './signer.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusal = (code: string) => expect.objectContaining({ code });
const line = '— feed.example Az3grlgtzPICa5OS8npVmf1Myq8=\n';
const lines = (count: number): string => line.repeat(count);

describe('a note', () => {
  it('is its text and its signatures, in this order', () => {
    const note = parseNote(bytes(`one\n\ntwo\n\n${line}— 白泽.example/ß AAAAAQI=\n`));
    expect(note.text).toBe('one\n\ntwo\n');
    expect(note.signatures.map(({ name, id }) => [name, id])).toEqual([
      ['feed.example', 0x033de0ae],
      ['白泽.example/ß', 1],
    ]);
    expect(toHex(note.signatures[0]!.bytes)).toBe('582dccf2026b9392f27a5599fd4ccaaf');
    expect(toHex(note.signatures[1]!.bytes)).toBe('02');
  });

  it('is written as it was read', () => {
    const whole = bytes(`one\n\n${line}— other.example /////wE=\n`);
    expect(formatNote(parseNote(whole))).toEqual(whole);
  });

  it('may have as many signatures as an alliance has members, and no more than is bounded', () => {
    expect(parseNote(bytes(`one\n\n${lines(256)}`)).signatures).toHaveLength(256);
    expect(() => parseNote(bytes(`one\n\n${lines(257)}`))).toThrow(refusal('length'));
    expect(() => parseNote(bytes(`${'one\n'.repeat(16_000)}\n${line}`))).toThrow(refusal('length'));
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no signature', 'one\n\n'],
    ['no empty line', `one\n${line}`],
    ['no line feed at its end', `one\n\n${line.trimEnd()}`],
    ['text after the signatures', `one\n\n${line}two\n`],
    ['a tab', `o\tne\n\n${line}`],
    ['a carriage return', `one\r\n\r\n${line}`],
    ['a zero', `one\0\n\n${line}`],
    ['a hyphen for the dash', `one\n\n- feed.example AAAAAAE=\n`],
    ['no name', 'one\n\n—  AAAAAAE=\n'],
    ['a plus in a name', 'one\n\n— a+b AAAAAAE=\n'],
    ['a wide space in a name', 'one\n\n— a\u3000b AAAAAAE=\n'],
    ['a next-line mark in a name', 'one\n\n— a\u0085b AAAAAAE=\n'],
    ['no base64', 'one\n\n— a !!!!!!!!\n'],
    ['base64 without its padding', 'one\n\n— a AAAAAAE\n'],
    ['base64 with bits that say nothing', 'one\n\n— a AAAAAAF=\n'],
    ['base64url', 'one\n\n— a ____AAE=\n'],
    ['a key id and no signature', 'one\n\n— a AAAAAA==\n'],
    ['half a key id', 'one\n\n— a AAA=\n'],
    ['HTML', '<!doctype html>\n<html>\n\n</html>\n'],
  ])('with %s is refused', (_, note) => {
    expect(() => parseNote(bytes(note))).toThrow(refusal('format'));
  });

  it('that is no UTF-8 is refused', () => {
    expect(() => parseNote(Uint8Array.from([0xff, ...bytes(`\n\n${line}`)]))).toThrow(refusal('format'));
  });

  it('is read from any bytes or refused', () => {
    const note = fc.oneof(
      fc.uint8Array(),
      fc
        .array(fc.constantFrom('— ', 'a', ' ', '\n', '\n\n', 'AAAAAAE=', '+', '\t'))
        .map((parts) => bytes(parts.join(''))),
    );
    fc.assert(
      fc.property(note, (any) => {
        try {
          expect(formatNote(parseNote(any))).toEqual(any);
        } catch (error) {
          expect(error).toEqual(refusal('format'));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a key id', () => {
  // The verifier key of Go's golang.org/x/mod/sumdb/note documentation: PeterNeumann+c74f20a3+ARpc2Qc….
  const key = Uint8Array.from(atob('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'), (c) => c.charCodeAt(0));

  it('is that of an independent implementation', () => {
    expect(key[0]).toBe(noteAlgorithms.ed25519);
    expect(keyId('PeterNeumann', noteAlgorithms.ed25519, key.slice(1)).toString(16)).toBe('c74f20a3');
  });

  it('differs by name, algorithm and key', () => {
    const ids = [
      keyId('a', noteAlgorithms.ed25519, key),
      keyId('b', noteAlgorithms.ed25519, key),
      keyId('a', noteAlgorithms.cosignature, key),
      keyId('a', noteAlgorithms.ed25519, key.slice(1)),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});

describe('a checkpoint', () => {
  const root = new Uint8Array(32).fill(0xab);
  const text = `feed.example/log\n42\n${'q6ur'.repeat(10)}q6s=\n`;

  it('is three lines', () => {
    expect(formatCheckpoint({ origin: 'feed.example/log', size: 42, root })).toBe(text);
    expect(parseCheckpoint(text)).toEqual({ origin: 'feed.example/log', size: 42, root });
  });

  it('may have more lines, on which nothing rests', () => {
    expect(parseCheckpoint(`${text}more\n`)).toEqual(parseCheckpoint(text));
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no root', 'a\n1\n'],
    ['no last line feed', text.trimEnd()],
    ['an empty origin', text.replace('feed.example/log', '')],
    ['an empty line', `${text}\n`],
    ['an empty line among others', `${text}\nmore\n`],
    ['a leading zero', text.replace('42', '042')],
    ['a sign', text.replace('42', '+42')],
    ['a size below 0', text.replace('42', '-1')],
    ['a fraction', text.replace('42', '4.2')],
    ['an exponent', text.replace('42', '4e2')],
    ['a size beyond what is counted', text.replace('42', '9007199254740992')],
    ['a short root', text.replace('q6ur', '')],
    ['a root that is no base64', text.replace('q6ur', '????')],
  ])('with %s is refused', (_, wrong) => {
    expect(() => parseCheckpoint(wrong)).toThrow(refusal('format'));
  });

  it('is signed by the log over exactly its text', async () => {
    const { signer, publicKey } = await signerOf('feed.example/log');
    const signature = await signCheckpoint(text, signer satisfies NoteSigner);
    expect(signature.name).toBe('feed.example/log');
    expect(signature.id).toBe(keyId('feed.example/log', noteAlgorithms.ed25519, signer.publicKey));
    const message = new TextEncoder().encode(text);
    expect(await crypto.subtle.verify('Ed25519', publicKey, new Uint8Array(signature.bytes), message)).toBe(
      true,
    );
  });
});
