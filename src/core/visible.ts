/** Most characters of a foreign text that a page shows. */
const SHOWN = 2_000;

// Controls, and characters that reorder, hide or join what stands around them (Unicode Cc, Cf, Zl, Zp, Cs).
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A foreign text as it may be shown: what a reader would not see, or what would turn other characters around, is
 * written as its code point; the rest of a very long text is counted.
 */
export function visible(text: string): string {
  const shown = text.slice(0, SHOWN).replace(UNSEEN, (char) => {
    return `\\u{${char.codePointAt(0)!.toString(16).toUpperCase()}}`;
  });
  return text.length > SHOWN ? `${shown}… (+${text.length - SHOWN})` : shown;
}

/** JSON with what a reader would not see written as escapes: the same JSON, with nothing hidden. */
export function readableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    Array.from({ length: char.length }, (_, i) => {
      return `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}
