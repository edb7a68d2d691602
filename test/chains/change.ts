import fc from 'fast-check';

/** One character of a text replaced by another of an alphabet, at a random place from `from` on. */
export function oneChanged(text: string, alphabet: string, from: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: from, max: text.length - 1 }), fc.constantFrom(...alphabet))
    .filter(([at, char]) => text[at] !== char)
    .map(([at, char]) => text.slice(0, at) + char + text.slice(at + 1));
}

/** Every text that differs from this one in one character, from `from` on. */
export function* everyChange(text: string, alphabet: string, from = 0): Generator<string> {
  for (let at = from; at < text.length; at += 1) {
    for (const char of alphabet) {
      if (char !== text[at]) yield text.slice(0, at) + char + text.slice(at + 1);
    }
  }
}
