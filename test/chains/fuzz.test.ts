import { base58, base64, base64url, bech32, hex } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { chains } from '../../src/chains/all.ts';
import { scan } from '../../src/chains/scanner.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const names = chains.flatMap(({ id, namespace, scheme }) => [id, namespace, scheme ?? id]);

/** Reads a text in every way there is, and requires that what is read is read back from its key. */
function readsBack(text: string): void {
  for (const { text: candidate } of scan(text)) parseAddresses(candidate);
  for (const { key } of parseAddresses(text)) {
    expect(parseAddresses(key).map((address) => address.key)).toEqual([key]);
  }
}

describe('whatever is asked about', () => {
  test('any text is read without an error', () => {
    fc.assert(fc.property(anyText, readsBack), { numRuns: 1_000 });
  });

  test('any text after the name of a chain is read without an error', () => {
    const named = fc.tuple(fc.constantFrom(...names), anyText).map(([name, text]) => `${name}:${text}`);
    fc.assert(fc.property(named, readsBack), { numRuns: 1_000 });
  });

  test('any bytes in any code are read without an error', () => {
    const bytes = fc.uint8Array({ maxLength: 110 });
    const codes = [
      (data: Uint8Array) => base58.encode(data),
      (data: Uint8Array) => base64.encode(data),
      (data: Uint8Array) => base64url.encode(data),
      (data: Uint8Array) => `0x${hex.encode(data)}`,
      (data: Uint8Array) => `0:${hex.encode(data)}`,
      ...['bc', 'ltc', 'addr', 'stake', 'cosmos', 'inj'].map(
        (prefix) => (data: Uint8Array) => bech32.encode(prefix, bech32.toWords(data), false),
      ),
    ];
    fc.assert(
      fc.property(bytes, fc.constantFrom(...codes), (data, encode) => readsBack(encode(data))),
      { numRuns: 2_000 },
    );
  });

  describe.each(chains)('$id', ({ pattern, canonicalPattern, namespace, read, short }) => {
    // One case, too: bech32 in mixed case is refused before it is looked into.
    test('any text that its pattern takes is read without an error', () => {
      const whole = new RegExp(`^(?:${pattern})$`);
      fc.assert(
        fc.property(fc.stringMatching(whole), (made) => {
          for (const text of [made, made.toLowerCase(), made.toUpperCase()].filter((text) =>
            whole.test(text),
          )) {
            read(text);
            expect(short(text).length).toBeLessThan(text.length);
            readsBack(text);
          }
        }),
      );
    });

    test('any text that its pattern for keys takes is a key or none', () => {
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(`^(?:${canonicalPattern ?? pattern})$`)), (text) => {
          readsBack(`${namespace}:${text}`);
        }),
      );
    });
  });
});
