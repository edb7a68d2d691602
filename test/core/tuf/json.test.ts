import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BaizeError } from '../../../src/core/errors.ts';
import { limits } from '../../../src/core/limits.ts';
import { canonical, type JsonValue, parseStrict } from '../../../src/core/tuf/json.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseStrict(encode(text));
const write = (value: JsonValue) => new TextDecoder().decode(canonical(value));

/** What parseStrict makes of bytes: a value, or undefined for a refusal. Anything but a BaizeError is a crash. */
function attempt(bytes: Uint8Array): { value: JsonValue } | undefined {
  try {
    return { value: parseStrict(bytes) };
  } catch (error) {
    if (error instanceof BaizeError && error.code === 'format') return undefined;
    throw error;
  }
}

describe('parseStrict', () => {
  it.each([
    '{}',
    '[]',
    ' [ 1 , -0.5e+3 , "a\\u00e9\\n\\ud83d\\ude00" , true , false , null , {"b":{"a":[]}} ] \r\n\t',
  ])('reads %s as JSON.parse does', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ...[
      '',
      ' ',
      '{',
      '}',
      '[',
      '[1',
      '[1,]',
      '[,1]',
      '[1 2]',
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{a:1}',
      '{1:1}',
      "{'a':1}",
    ],
    ...['01', '+1', '.5', '1.', '1e', '-', 'NaN', 'Infinity', '0x10', '1_000', '1e999', '-1e999'],
    ...[
      'tru',
      'True',
      'nulll',
      'undefined',
      '"',
      '"a',
      '"\\',
      '"\\"',
      '"\\x41"',
      '"\\u12g4"',
      '"a\nb"',
      '"\t"',
      "'a'",
    ],
    ...['1 1', '{} {}', '// note\n1', '[1]x', '\u00a0[]', '\ufeff[]', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}'],
    ...[
      '{"__proto__":1}',
      '{"__pr\\u006fto__":{}}',
      '"\\ud800"',
      '"\\udc00x"',
      '{"\\ud800":1}',
      '"\\ude00\\ud83d"',
    ],
  ])('refuses %j', (text) => {
    expect(() => parse(text)).toThrow(BaizeError);
  });

  it.each([
    [[0x22, 0xff, 0x22]],
    [[0x22, 0xc0, 0x80, 0x22]],
    [[0x22, 0xed, 0xa0, 0x80, 0x22]],
    [[0x22, 0xe2, 0x82, 0x22]],
    [[0xff, 0xfe, 0x31, 0x00]],
  ])('refuses %j, which is not UTF-8', (bytes) => {
    expect(() => parseStrict(Uint8Array.from(bytes))).toThrow(BaizeError);
  });

  it('gives objects without a prototype', () => {
    const value = parse('{"constructor":{"toString":1}}') as { constructor: object };
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.getPrototypeOf(value.constructor)).toBeNull();
  });

  it('nests to its bound and no deeper, without regard to the kind', () => {
    const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
    expect(() => parse(nested(limits.jsonDepth))).not.toThrow();
    expect(() => parse(nested(limits.jsonDepth + 2))).toThrow('too deep');
    expect(() => parse('['.repeat(1_000_000))).toThrow('too deep');
  });

  it('takes any bytes without a crash, and reads no bytes otherwise than JSON.parse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const result = attempt(bytes);
        if (result) expect(result.value).toEqual(JSON.parse(new TextDecoder().decode(bytes)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes mutilated JSON without a crash, and agrees with JSON.parse where both accept', () => {
    const mark = fc.constantFrom(...'{}[]:,"\\ \n0123456789.eE+-truefalsn\u0000\ud800é');
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.nat(3),
        fc.array(mark, { maxLength: 3 }),
        (text, at, cut, extra) => {
          const start = at % (text.length + 1);
          const mutilated = text.slice(0, start) + extra.join('') + text.slice(start + cut);
          const result = attempt(encode(mutilated));
          if (result) expect(result.value).toEqual(JSON.parse(new TextDecoder().decode(encode(mutilated))));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('reads what JSON.stringify writes', () => {
    const settings = { maxDepth: 6, noNullPrototype: false };
    fc.assert(
      fc.property(fc.jsonValue(settings), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('"__proto__"'));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('canonical', () => {
  it.each<[string, string]>([
    ['{ "b": 1, "a": [ true, null, -0, 10 ] }', '{"a":[true,null,0,10],"b":1}'],
    ['{"\\"":"\\\\","/":"\\/"}', '{"\\"":"\\\\","/":"/"}'],
    ['"line\\nend\\u007f\\u0001"', '"line\nend\u007f\u0001"'],
    ['{"Z":1,"a":2,"":3,"aa":4}', '{"":3,"Z":1,"a":2,"aa":4}'],
  ])('writes %s with sorted names and nothing escaped but quote and backslash', (text, expected) => {
    expect(write(parse(text))).toBe(expected);
  });

  it('sorts by code point, where UTF-16 would put U+1F600 before U+FF5E', () => {
    expect(write({ '\u{1f600}': 1, '\uff5e': 2, '\u{1f601}': 3, é: 4 })).toBe('{"é":4,"～":2,"😀":1,"😁":3}');
  });

  it.each([0.5, 1e21, Number.MAX_SAFE_INTEGER + 1, Number.NaN])('refuses the number %s', (value) => {
    expect(() => canonical(value)).toThrow(BaizeError);
  });

  /** Values without control characters, which canonical JSON leaves raw and JSON forbids. */
  const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/\p{Cc}/gu, ''));
  const name = text.filter((value) => value !== '__proto__');
  const { value: values } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      fc.maxSafeInteger(),
      text,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  }));

  it('is its own canonical form after parsing', () => {
    fc.assert(
      fc.property(values, (value) => {
        const once = canonical(value);
        expect(parseStrict(once)).toEqual(value);
        expect(canonical(parseStrict(once))).toEqual(once);
      }),
    );
  });

  it('does not depend on the order of names', () => {
    fc.assert(
      fc.property(fc.dictionary(name, values), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(write(reversed)).toBe(write(value));
      }),
    );
  });
});
