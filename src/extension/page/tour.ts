import { limits } from '../../core/limits.ts';
import { isDocument } from './nodes.ts';

/** What a tour passes: elements and texts. */
export const SHOWN = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;

/** What to read of a place: a tree, or a node without what is below it. */
export interface Spot {
  readonly root: Node;
  readonly alone: boolean;
}

/** How far below its root a tour goes, and whether it keeps its place whatever the page does. */
export type Extent = 'alone' | 'loose' | 'steady';

/**
 * A way through a document, one of its trees or a single node, and through every shadow tree that is entered on the
 * way. A loose tour can pass over texts, and loses a tree when the place is taken out of it (`TreeWalker`). In a steady
 * one the browser keeps the place while nodes come and go around it (`NodeIterator`). (A `NodeIterator` each would cost
 * the page: it is told of every removal until it is collected.)
 */
export class Tour {
  /** What is passed, shadow trees aside. */
  readonly root: Node;
  /** Innermost last. */
  private ways: (NodeIterator | TreeWalker)[] = [];
  private first: Node | null = null;
  private lost: Node[] = [];

  constructor(root: Node, extent: Extent) {
    this.root = root;
    if (!isDocument(root)) this.first = root;
    if (extent === 'steady') this.ways.push(document.createNodeIterator(root, SHOWN));
    if (extent === 'loose') this.ways.push(document.createTreeWalker(root, SHOWN));
  }

  next(): Node | null {
    const { first } = this;
    this.first = null;
    if (first !== null) return first;
    for (let way = this.ways.at(-1); way !== undefined; way = this.ways.at(-1)) {
      const node = way.nextNode();
      if (node !== null) return node;
      this.ways.pop();
    }
    return null;
  }

  /** Goes on in a shadow tree, then where it was. */
  enter(root: ShadowRoot): void {
    if (this.ways.length < limits.shadowDepth) this.ways.push(document.createTreeWalker(root, SHOWN));
  }

  /** Whether texts can be passed over here, and are not already. */
  get canSkim(): boolean {
    const way = this.ways.at(-1);
    return way !== undefined && isLoose(way) && way.whatToShow === SHOWN;
  }

  /** Passes over the texts below the element that `next` gave last; its elements come all the same. */
  skim(element: Element): void {
    (this.ways.at(-1) as TreeWalker).currentNode = lastWithin(element);
    if (element.firstElementChild !== null)
      this.ways.push(document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT));
  }

  /** Has to be told of every node that is taken out of its place, be it to another: it may be the tour's. */
  noteRemoved(node: Node): void {
    const isLost = (way: NodeIterator | TreeWalker) => isLoose(way) && node.contains(way.currentNode);
    for (const way of this.ways) if (isLost(way)) this.lost.push(way.root);
    if (this.lost.length > 0) this.ways = this.ways.filter((way) => !isLost(way));
  }

  /** The roots of trees in which the place was lost since it was last asked, to be passed anew. */
  takeLost(): Node[] {
    const { lost } = this;
    if (lost.length > 0) this.lost = [];
    return lost;
  }
}

function isLoose(way: NodeIterator | TreeWalker): way is TreeWalker {
  return 'currentNode' in way;
}

function lastWithin(node: Node): Node {
  let last = node;
  while (last.lastChild !== null) last = last.lastChild;
  return last;
}
