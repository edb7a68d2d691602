import fc from 'fast-check';

/** One character of a text replaced by another of an alphabet, at a random place from `from` on. */
export function oneChanged(text: string, alphabet: string, from: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: from, max: text.length - 1 }), fc.constantFrom(...alphabet))
    .filter(([at, char]) => text[at] !== char)
    .map(([at, char]) => text.slice(0, at) + char + text.slice(at + 1));
}
