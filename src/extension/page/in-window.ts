import { kindOf } from './element-kinds.ts';
import { isElement, isText } from './nodes.ts';
import { SHOWN, type Spot } from './tour.ts';

/** The grid of points that are looked at: no line of text is lower than its rows, but in very high windows. */
const ROW = 14;
const ROWS = 64;
const COLUMNS = 8;
/** What stands around a point is read whole up to so many nodes and characters, else only its own texts. */
const FEW_NODES = 64;
const FEW_CHARACTERS = 4_096;

/**
 * Finds what stands in the window, wherever it stands in the document and whatever else is hidden before it. Asked while
 * the page rests: then its layout is done, and the points take the browser two milliseconds.
 */
export class InWindow {
  private readonly known = new WeakSet<Node>();
  private at = '';

  /** What came into the window since it was last asked. Scrolling brings something; else nothing is looked for again. */
  entered(): Spot[] {
    const at = `${scrollX} ${scrollY} ${innerWidth} ${innerHeight}`;
    if (at === this.at) return [];
    this.at = at;
    const spots: Spot[] = [];
    for (const element of elementsInWindow()) this.add(element, spots);
    return spots;
  }

  private add(element: Element, spots: Spot[]): void {
    const block = blockOf(element);
    if (isSmall(block)) {
      if (this.isNew(block)) spots.push({ root: block, alone: false });
      return;
    }
    const own = [...element.childNodes].slice(0, FEW_NODES).filter(isText);
    for (const root of [element, ...own.filter(({ length }) => length <= FEW_CHARACTERS)])
      if (this.isNew(root)) spots.push({ root, alone: true });
  }

  private isNew(node: Node): boolean {
    if (this.known.has(node)) return false;
    this.known.add(node);
    return true;
  }
}

function elementsInWindow(): Set<Element> {
  const found = new Set<Element>();
  const rows = Math.min(ROWS, Math.ceil(innerHeight / ROW));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const x = ((column + 0.5) / COLUMNS) * innerWidth;
      const y = ((row + 0.5) / rows) * innerHeight;
      const element = document.elementFromPoint(x, y);
      if (element !== null) found.add(element);
    }
  }
  return found;
}

function blockOf(element: Element): Element {
  let at = element;
  while (kindOf(at.localName).isInline && at.parentElement !== null) at = at.parentElement;
  return at;
}

function isSmall(root: Element): boolean {
  const walker = document.createTreeWalker(root, SHOWN);
  let characters = 0;
  for (let nodes = 0; nodes < FEW_NODES; nodes += 1) {
    const node = walker.nextNode();
    if (node === null) return true;
    if (!isElement(node)) characters += (node as Text).length;
    if (characters > FEW_CHARACTERS) return false;
  }
  return false;
}
