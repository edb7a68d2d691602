import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSite } from '../../src/core/hostname.ts';
import { decodePunycode, unicodeHost } from '../../src/core/punycode.ts';

// RFC 3492, section 7.1: (A) to (D), (L), (M), (R) and (S).
const vectors = [
  ['egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
  ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
  ['ihqwctvzc91f659drss3x8bo0yb', '他們爲什麽不說中文'],
  ['Proprostnemluvesky-uyb24dma41a', 'Pročprostěnemluvíčesky'],
  ['3B-ww4c5e180e575a65lsy2b', '3年B組金八先生'],
  ['-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n', '安室奈美恵-with-SUPER-MONKEYS'],
  ['d9juau41awczczp', 'そのスピードで'],
  ['-> $1.00 <--', '-> $1.00 <-'],
] as const;

describe('decodePunycode', () => {
  test.each(vectors)('%s', (encoded, decoded) => {
    expect(decodePunycode(encoded)).toBe(decoded);
  });

  test.each(['ihqwcrb4cv8a8dqg056pqjy', '99999999999999', 'a-é', 'é-a', 'a_b-c!'])('refuses %s', (text) => {
    expect(decodePunycode(text)).toBeNull();
  });

  test('takes any text without a crash', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof decodePunycode(text) !== 'undefined'));
  });
});

describe('unicodeHost', () => {
  test('turns every host that a browser encodes back', () => {
    const letters = [...'aä中国文白泽яжαβخ'];
    const label = fc
      .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 })
      .map((a) => a.join(''));
    fc.assert(
      fc.property(label, (text) => {
        const host = parseSite(`${text}.example`)?.host;
        fc.pre(host !== undefined);
        expect(unicodeHost(host!)).toBe(`${text}.example`);
      }),
    );
  });

  test('leaves a label alone that no browser would write so', () => {
    expect(unicodeHost('xn--80ak6aa92e.xn--com-.example')).toBe('xn--80ak6aa92e.xn--com-.example');
    expect(unicodeHost('plain.example')).toBe('plain.example');
    expect(unicodeHost('[2001:db8::1]')).toBe('[2001:db8::1]');
  });
});
