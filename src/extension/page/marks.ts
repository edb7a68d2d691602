import { limits } from '../../core/limits.ts';
import type { Finding } from '../messages.ts';
import type { Place } from './lookup.ts';

/** A listed address where it stands. */
interface Mark {
  finding: Finding;
  readonly range: Range;
  /** What the range holds as long as it stands. */
  readonly text: string;
}

const STYLE = `
::highlight(NAME) { background-color: #ffc53d; color: #241700; text-decoration: underline 2px #8a4b00; }
::highlight(NAME-now) { background-color: #241700; color: #ffd978; text-decoration: underline 2px #ffc53d; }
`;

/**
 * Marks text by the CSS Custom Highlight API: the page's DOM is not touched, and until the first mark there is
 * nothing in the page at all. The name says nothing of Baize.
 */
export class Marks {
  /** By text node, and by offset in it when it was last read. */
  private readonly marks = new Map<Text, Map<number, Mark>>();
  private count = 0;
  private all: Highlight | null = null;
  private now: Highlight | null = null;
  private shown = -1;

  /** Marks a listed address, once a place; beyond the bound it is not marked. */
  add(finding: Finding, { node, offset, text }: Place): void {
    const known = this.marks.get(node)?.get(offset);
    if (known !== undefined) known.finding = finding;
    if (known !== undefined || this.count >= limits.marks) return;
    if (!node.isConnected || offset + text.length > node.length) return;
    const range = document.createRange();
    range.setStart(node, offset);
    range.setEnd(node, offset + text.length);
    const mark = { finding, range, text };
    if (!stands(mark)) return;
    const inNode = this.marks.get(node) ?? new Map<number, Mark>();
    this.marks.set(node, inNode.set(offset, mark));
    this.count += 1;
    this.paint().add(range);
  }

  /** Drops the marks of a text that is about to be read again. */
  forget(node: Text): void {
    const inNode = this.marks.get(node);
    if (inNode !== undefined) this.keepIn(node, inNode, () => false);
  }

  /** Drops the marks of a key. */
  drop(key: string): void {
    if (this.count > 0) this.keep(({ finding }) => finding.key !== key);
  }

  /** Drops the marks whose text the page has changed or removed. */
  prune(): void {
    this.keep(stands);
  }

  /** What is listed and can be seen, each key once; and whether some marks stand in text that is hidden now. */
  survey(): { findings: Finding[]; someHidden: boolean } {
    const visible = this.visible();
    const byKey = new Map(visible.map(({ finding }) => [finding.key, finding]));
    return { findings: [...byKey.values()], someHidden: visible.length < this.count };
  }

  /** Scrolls to the next visible mark and sets it apart. */
  showNext(): void {
    const marks = this.visible().sort((a, b) => a.range.compareBoundaryPoints(Range.START_TO_START, b.range));
    if (marks.length === 0) return;
    this.shown = (this.shown + 1) % marks.length;
    const mark = marks[this.shown]!;
    this.now?.clear();
    this.now?.add(mark.range);
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    mark.range.startContainer.parentElement?.scrollIntoView({
      block: 'center',
      behavior: calm ? 'instant' : 'smooth',
    });
  }

  private visible(): Mark[] {
    const all = [...this.marks.values()].flatMap((inNode) => [...inNode.values()]);
    return all.filter((mark) => stands(mark) && isVisible(mark.range.startContainer.parentElement));
  }

  private keep(kept: (mark: Mark) => boolean): void {
    for (const [node, inNode] of this.marks) this.keepIn(node, inNode, kept);
  }

  private keepIn(node: Text, inNode: Map<number, Mark>, kept: (mark: Mark) => boolean): void {
    for (const [offset, mark] of inNode) {
      if (kept(mark)) continue;
      inNode.delete(offset);
      this.count -= 1;
      this.all?.delete(mark.range);
      this.now?.delete(mark.range);
    }
    if (inNode.size === 0) this.marks.delete(node);
  }

  private paint(): Highlight {
    if (this.all !== null) return this.all;
    let name = 'noted';
    while (CSS.highlights.has(name)) name += '-';
    this.all = new Highlight();
    this.now = new Highlight();
    this.now.priority = 1;
    CSS.highlights.set(name, this.all);
    CSS.highlights.set(`${name}-now`, this.now);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE.replaceAll('NAME', name));
    document.adoptedStyleSheets.push(sheet);
    return this.all;
  }
}

/** Whether the page still shows there what was marked: a live range moves, and collapses when its text goes. */
function stands({ range, text }: Mark): boolean {
  return range.startContainer.isConnected && range.toString() === text;
}

function isVisible(element: Element | null): boolean {
  return element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ?? false;
}
