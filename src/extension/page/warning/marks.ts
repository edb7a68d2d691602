import { limits } from '../../../core/limits.ts';
import type { Listed } from '../../messages.ts';
import type { Place } from '../place.ts';
import { around } from './boxes.ts';

/** A listed address where it stands: text, or an element that carries it. */
export interface Mark {
  listed: Listed;
  /** Null where an element is marked. */
  readonly range: Range | null;
  /** What the range held when it was marked. */
  readonly held: string;
  /** The marked element, or the one that the text stands in. */
  readonly element: Element;
  /** The nodes where it starts and ends: a live range forgets them. */
  readonly nodes: readonly [Node, ...Node[]];
  /** Its text or element is being read again; it goes unless it is marked again. */
  stale: boolean;
}

/** Makes marks visible. */
export interface Painter {
  add(mark: Mark): void;
  drop(mark: Mark): void;
  /** Sets one apart from the others, or none. */
  show(mark: Mark | null): void;
}

/** What is marked in a page. */
export class Marks {
  private readonly painters: readonly Painter[];
  /** By the nodes where a mark starts and ends. */
  private readonly byNode = new Map<Node, Set<Mark>>();
  private readonly all = new Set<Mark>();

  constructor(painters: readonly Painter[]) {
    this.painters = painters;
  }

  get size(): number {
    return this.all.size;
  }

  /** Marks a listed address, once a place; beyond the bound it is not marked. */
  add(listed: Listed, place: Place): void {
    const mark = markOf(listed, place);
    if (mark === null) return;
    const known = [...(this.byNode.get(mark.nodes[0]) ?? [])].find((each) => isSame(each, mark));
    if (known !== undefined) Object.assign(known, { listed, stale: false });
    if (known !== undefined || this.all.size >= limits.marks) return;
    this.all.add(mark);
    for (const node of mark.nodes) this.byNode.set(node, (this.byNode.get(node) ?? new Set()).add(mark));
    for (const painter of this.painters) painter.add(mark);
  }

  /** A node is about to be read again. */
  forget(node: Node): void {
    for (const mark of this.byNode.get(node) ?? []) mark.stale = true;
  }

  /** Drops the marks of a text. */
  unlist(text: string): void {
    this.keep(({ listed }) => listed.text !== text);
  }

  /** Drops the marks whose text or element the page has changed or removed. */
  prune(): void {
    this.keep((mark) => !mark.stale && stands(mark));
  }

  clear(): void {
    this.keep(() => false);
  }

  /** Those that can be seen. */
  visible(): Mark[] {
    return [...this.all].filter((mark) => stands(mark) && isVisible(mark));
  }

  /** The same, in the order of the page. */
  inOrder(): Mark[] {
    return this.visible().sort(byPlace);
  }

  /** Sets one mark apart from the others, or none. */
  show(mark: Mark | null): void {
    for (const painter of this.painters) painter.show(mark);
  }

  private keep(kept: (mark: Mark) => boolean): void {
    for (const mark of this.all) if (!kept(mark)) this.drop(mark);
  }

  private drop(mark: Mark): void {
    this.all.delete(mark);
    for (const node of mark.nodes) {
      const atNode = this.byNode.get(node);
      atNode?.delete(mark);
      if (atNode?.size === 0) this.byNode.delete(node);
    }
    for (const painter of this.painters) painter.drop(mark);
  }
}

/** Where a mark is on the screen: a box a line of text, or the element's. */
export function boxesOf({ range, element }: Mark): readonly DOMRect[] {
  return range === null ? [element.getBoundingClientRect()] : [...range.getClientRects()];
}

/** Whether the page still holds there what was marked: a live range moves, and collapses when its text goes. */
export function stands({ range, held, element }: Mark): boolean {
  return element.isConnected && (range === null || range.toString() === held);
}

function markOf(listed: Listed, place: Place): Mark | null {
  if ('element' in place) {
    const { element } = place;
    return { listed, range: null, held: '', element, nodes: [element], stale: false };
  }
  const { start, from, end, to } = place;
  const element = around(start).next().value;
  if (!start.isConnected || !end.isConnected || !element || from > start.length || to > end.length)
    return null;
  const range = document.createRange();
  range.setStart(start, from);
  range.setEnd(end, to);
  const held = range.toString();
  return holds(held, listed.text)
    ? { listed, range, held, element, nodes: [start, end], stale: false }
    : null;
}

/** Whether a text holds another one's characters in their order: there may be invisible ones between them. */
function holds(held: string, text: string): boolean {
  let at = -1;
  return [...text].every((character) => {
    at = held.indexOf(character, at + 1);
    return at >= 0;
  });
}

function isSame(a: Mark, b: Mark): boolean {
  if (a.range === null || b.range === null) return a.listed.text === b.listed.text;
  return (
    a.range.startContainer === b.range.startContainer &&
    a.range.startOffset === b.range.startOffset &&
    a.range.endContainer === b.range.endContainer &&
    a.range.endOffset === b.range.endOffset
  );
}

function isVisible({ range, element }: Mark): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (range !== null) return true;
  const { width, height } = element.getBoundingClientRect();
  return width > 2 && height > 2;
}

function byPlace(a: Mark, b: Mark): number {
  const order = a.nodes[0].compareDocumentPosition(b.nodes[0]);
  if (order & Node.DOCUMENT_POSITION_DISCONNECTED) return byBox(a, b);
  if (order === 0) return (a.range?.startOffset ?? 0) - (b.range?.startOffset ?? 0);
  return order & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

/** Shadow trees are no part of each other's order, so the screen's counts. */
function byBox(a: Mark, b: Mark): number {
  const [first, second] = [a.element.getBoundingClientRect(), b.element.getBoundingClientRect()];
  return first.top - second.top || first.left - second.left;
}
