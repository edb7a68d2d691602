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
  private marks: Mark[] = [];
  private all: Highlight | null = null;
  private now: Highlight | null = null;
  private shown = -1;

  /** Marks a listed address, once a place; beyond the bound it is not marked. */
  add(finding: Finding, { node, offset, text }: Place): void {
    const known = this.marks.find(
      ({ range }) => range.startContainer === node && range.startOffset === offset && !range.collapsed,
    );
    if (known !== undefined) known.finding = finding;
    if (known !== undefined || this.marks.length >= limits.marks) return;
    if (!node.isConnected || !node.data.startsWith(text, offset)) return;
    const range = document.createRange();
    range.setStart(node, offset);
    range.setEnd(node, offset + text.length);
    this.marks.push({ finding, range, text });
    this.paint().add(range);
  }

  /** Drops the marks of a key. */
  drop(key: string): void {
    this.keep(({ finding }) => finding.key !== key);
  }

  /** Drops the marks whose text the page has changed or removed. */
  prune(): void {
    this.keep(({ range, text }) => range.startContainer.isConnected && range.toString() === text);
  }

  /** What is listed and can be seen: each key once, in the order of the page. */
  findings(): Finding[] {
    return [...new Map(this.visible().map(({ finding }) => [finding.key, finding])).values()];
  }

  /** Whether some marks stand in text that is hidden now. */
  someHidden(): boolean {
    return this.visible().length < this.marks.length;
  }

  private visible(): Mark[] {
    return this.marks
      .filter(({ range }) => isVisible(range.startContainer.parentElement))
      .sort((a, b) => a.range.compareBoundaryPoints(Range.START_TO_START, b.range));
  }

  /** Scrolls to the next visible mark and sets it apart. */
  showNext(): void {
    const marks = this.visible();
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

  private keep(stays: (mark: Mark) => boolean): void {
    this.marks = this.marks.filter((mark) => {
      const kept = stays(mark);
      if (!kept) this.all?.delete(mark.range);
      return kept;
    });
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

function isVisible(element: Element | null): boolean {
  return element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ?? false;
}
