import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, type Change, joinChanges, readDelta, writeDelta } from '../../src/core/delta.ts';
import type { Entry } from '../../src/core/entry.ts';
import { List, writeList } from '../../src/core/list.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (of: Uint8Array) => new TextDecoder().decode(of);
const base = new List(bytes('b.example phishing\nd.example drainer caution\nf.example phishing\n'));

describe('a delta is refused when it', () => {
  it.each([
    ['is unsorted', '+e.example phishing\n+c.example phishing\n'],
    ['adds a key twice', '+c.example phishing\n+c.example phishing\n'],
    ['adds what is listed', '+b.example phishing\n'],
    ['removes what is not listed', '-c.example\n'],
    ['removes a key twice', '-b.example\n-b.example\n'],
    ['adds before it removes the same key', '+b.example phishing\n-b.example\n'],
    ['does not end with a line feed', '-b.example'],
    ['has an empty key', '-\n'],
    ['has an empty line', '-b.example\n\n'],
    ['has carriage returns', '-b.example\r\n'],
    ['has another sign', '=b.example\n'],
    ['is HTML', '<html>\n'],
  ])('%s', (_, delta) =>
    expect(() => readDelta(base, bytes(delta))).toThrow(expect.objectContaining({ code: 'format' })),
  );

  it('is over the bound', () => {
    expect(() => readDelta(base, new Uint8Array(8_000_001))).toThrow(
      expect.objectContaining({ code: 'length' }),
    );
  });
});

it('adds at both ends and between, removes, and changes a kind', () => {
  const delta =
    '+a.example phishing\n-b.example\n-d.example\n+d.example drainer\n+e.example malware\n+z.example phishing\n';
  expect(text(applyChanges(base, readDelta(base, bytes(delta))))).toBe(
    'a.example phishing\nd.example drainer\ne.example malware\nf.example phishing\nz.example phishing\n',
  );
});

const entries = fc
  .uniqueArray(
    fc.tuple(fc.stringMatching(/^[a-d]{1,3}$/), fc.constantFrom('phishing', 'drainer'), fc.boolean()),
    { selector: (e) => e[0], maxLength: 40 },
  )
  .map(
    (all) =>
      new Map(
        all.map(([key, kind, caution]) => [key, { key, kind, level: caution ? 'caution' : 'stop' } as Entry]),
      ),
  );

function changesBetween(a: Map<string, Entry>, b: Map<string, Entry>): Change[] {
  return [...new Set([...a.keys(), ...b.keys()])].map((key) => ({
    key,
    before: a.get(key) ?? null,
    after: b.get(key) ?? null,
  }));
}

it('apply(delta(A,B), A) = B byte for byte, also over several releases joined into one', () => {
  fc.assert(
    fc.property(fc.array(entries, { minLength: 2, maxLength: 5 }), (states) => {
      const steps = states.slice(1).flatMap((state, i) => changesBetween(states[i]!, state));
      const first = new List(writeList(states[0]!.values()));
      const delta = writeDelta(joinChanges(steps));
      const last = writeList(states.at(-1)!.values());
      expect(text(applyChanges(first, readDelta(first, delta)))).toBe(text(last));
    }),
    { numRuns: 1_000 },
  );
});

it('a delta of any bytes gives a list or a BaizeError, nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.string().map(bytes)), (delta) => {
      try {
        applyChanges(base, readDelta(base, delta));
      } catch (error) {
        expect(error).toMatchObject({ name: 'BaizeError' });
      }
    }),
    { numRuns: 2_000 },
  );
});
