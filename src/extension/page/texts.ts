import { isRun, SHORTEST, scan } from '../../chains/scanner.ts';
import { limits } from '../../core/limits.ts';
import { kindOf } from './element-kinds.ts';
import type { TextPlace } from './place.ts';

/** As much of a text as an address that goes beyond it may take. */
interface Piece {
  readonly node: Text;
  readonly text: string;
  /** Where `text` starts in the node. */
  readonly from: number;
}

export type FoundText = (text: string, place: TextPlace) => void;

/** Of so many touching texts every sequence is tried; of more, those that leave out a few at either end. */
const FEW = 8;
const LEFT_OUT = 3;

/**
 * Puts together the texts of a page, in their order, where an address may go on from one to the next
 * (`<span>0x12</span><span>34…`). Words that touch it, like a button's label, are no part of it.
 */
export class Texts {
  private readonly found: FoundText;
  /** Texts that touch each other. */
  private pieces: Piece[] = [];
  private length = 0;

  constructor(found: FoundText) {
    this.found = found;
  }

  /** Whether an address may go on in the next text. */
  get open(): boolean {
    return this.pieces.length > 0;
  }

  /** The next text in the order of the page. */
  join(node: Text, text: string): void {
    if (text === '') return;
    const last = this.pieces.at(-1);
    if (last !== undefined && !(isRun(text.charCodeAt(0)) && touch(last.node, node))) this.separate();
    if (this.open) {
      const end = headEnd(text);
      this.push({ node, text: text.slice(0, end), from: 0 });
      if (end === text.length) return;
      this.separate();
    }
    const start = tailStart(text);
    if (start < text.length) this.push({ node, text: text.slice(start), from: start });
  }

  /** What comes next stands apart. */
  separate(): void {
    if (this.pieces.length > 1 && this.length >= SHORTEST) this.readPieces(this.pieces);
    if (this.pieces.length > 0) this.pieces = [];
    this.length = 0;
  }

  private push(piece: Piece): void {
    const isFull = this.pieces.length >= limits.touchingTexts || this.length > limits.touchingLength;
    if (isFull) this.separate();
    this.pieces.push(piece);
    this.length += piece.text.length;
  }

  private readPieces(pieces: readonly Piece[]): void {
    const known = new Set<string>();
    const most = pieces.length <= FEW ? FEW : LEFT_OUT;
    for (let first = 0; first <= Math.min(most, pieces.length - 2); first += 1) {
      for (let left = 0; left <= Math.min(most, pieces.length - 2 - first); left += 1) {
        this.readSequence(pieces, first, pieces.length - left, known);
      }
    }
  }

  private readSequence(pieces: readonly Piece[], first: number, last: number, known: Set<string>): void {
    const joined = pieces.slice(first, last);
    for (const { text, offset, length } of scan(joined.map((piece) => piece.text).join(''))) {
      const start = at(joined, offset);
      const end = at(joined, offset + length - 1);
      const name = `${first + start.index} ${start.offset} ${text}`;
      if (start.index === end.index || known.has(name)) continue;
      known.add(name);
      this.found(text, { start: start.node, from: start.offset, end: end.node, to: end.offset + 1 });
    }
  }
}

/** The node and the offset in it of a place in pieces put together. */
function at(pieces: readonly Piece[], offset: number) {
  let rest = offset;
  let index = 0;
  while (rest >= pieces[index]!.text.length) {
    rest -= pieces[index]!.text.length;
    index += 1;
  }
  const { node, from } = pieces[index]!;
  return { node, index, offset: from + rest };
}

/** Whether no block ends between two texts; that none starts there, whoever walks the page has seen. */
function touch(before: Text, after: Text): boolean {
  let element = before.parentElement;
  while (element !== null && !element.contains(after)) {
    if (!kindOf(element.localName).isInline) return false;
    element = element.parentElement;
  }
  return true;
}

/** Where what an address may start in begins at the end of a text. */
function tailStart(text: string): number {
  let at = text.length;
  while (at > 0 && text.length - at < limits.touchingLength && isRun(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** Where what an address may go on in ends at the start of a text. */
function headEnd(text: string): number {
  let at = 0;
  while (at < text.length && at < limits.touchingLength && isRun(text.charCodeAt(at))) at += 1;
  return at;
}
