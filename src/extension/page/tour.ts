import { limits } from '../../core/limits.ts';
import { isDocument } from './nodes.ts';

const SHOWN = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;

/**
 * A way through a document, one of its trees or a single node, and through every shadow tree that is entered on the
 * way. Through a document the browser keeps the place while nodes come and go around it (`NodeIterator`); a smaller
 * tree is lost when the place is taken out of it. (A `NodeIterator` each would cost the page: it is told of every
 * removal until it is collected.)
 */
export class Tour {
  /** What is passed, shadow trees aside. */
  readonly root: Node;
  /** Innermost last. */
  private ways: (NodeIterator | TreeWalker)[] = [];
  private first: Node | null = null;

  /** @param alone the root only, not what is below it */
  constructor(root: Node, alone: boolean) {
    this.root = root;
    if (isDocument(root)) this.ways.push(document.createNodeIterator(root, SHOWN));
    else this.first = root;
    if (this.first !== null && !alone) this.ways.push(document.createTreeWalker(root, SHOWN));
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

  /** Leaves out the trees in which the place was taken away. @returns their roots, to be passed anew */
  leaveLost(): Node[] {
    const isLost = (way: NodeIterator | TreeWalker) =>
      'currentNode' in way && way.root.isConnected && !way.currentNode.isConnected;
    const lost = this.ways.filter(isLost);
    if (lost.length > 0) this.ways = this.ways.filter((way) => !isLost(way));
    return lost.map(({ root }) => root);
  }
}
