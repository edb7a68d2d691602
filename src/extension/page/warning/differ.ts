/** A piece of an address; `marked`: what a person should look at. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** What a short form shows of start and end, in characters. */
const HEAD = 10;
const TAIL = 8;

/** An address in short: its start and end set apart, the middle left out. */
export function shortened(text: string): Piece[] {
  if (text.length <= HEAD + TAIL + 3) return [{ text, marked: true }];
  return [
    { text: text.slice(0, HEAD), marked: true },
    { text: '…', marked: false },
    { text: text.slice(-TAIL), marked: true },
  ];
}

/**
 * Two addresses with what differs set apart: character by character where they are of one length, else all between
 * their equal start and end. Capitals do not count in hexadecimal ones: they are only a checksum.
 */
export function differing(a: string, b: string): [Piece[], Piece[]] {
  const [first, second] = [comparable(a), comparable(b)];
  if (a.length === b.length) {
    const differs = (at: number) => first[at] !== second[at];
    return [pieces(a, differs), pieces(b, differs)];
  }
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && first[start] === second[start]) start += 1;
  let end = 0;
  while (end < most - start && first.at(-1 - end) === second.at(-1 - end)) end += 1;
  const between = (text: string) => pieces(text, (at) => at >= start && at < text.length - end);
  return [between(a), between(b)];
}

function comparable(text: string): string {
  return /^0x/i.test(text) ? text.toLowerCase() : text;
}

function pieces(text: string, isMarked: (at: number) => boolean): Piece[] {
  const found: { text: string; marked: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = found.at(-1);
    if (last?.marked === isMarked(at)) last.text += text[at];
    else found.push({ text: text[at]!, marked: isMarked(at) });
  }
  return found;
}
