import type { Mark, Painter } from './marks.ts';

// Dotted for the one that is shown, so that it differs not by colour alone.
const STYLE = `
::highlight(NAME) { background-color: #ffc53d; color: #241700; text-decoration: underline 2px #8a4b00; }
::highlight(NAME-now) { background-color: #241700; color: #ffd978; text-decoration: underline 2px dotted #ffc53d; }
@media (forced-colors: active) {
  ::highlight(NAME) { background-color: Mark; color: MarkText; text-decoration-color: MarkText; }
  ::highlight(NAME-now) { background-color: Highlight; color: HighlightText; text-decoration-color: HighlightText; }
}
`;

/**
 * Paints text by the CSS Custom Highlight API: the page's DOM is not touched, and until the first mark there is nothing
 * in the page at all. The name says nothing of Baize. A document's style does not reach into shadow trees, so each tree
 * that holds a mark is lent the same sheet.
 */
export class Highlights implements Painter {
  private readonly all = new Highlight();
  private readonly now = new Highlight();
  private readonly roots = new Set<Document | ShadowRoot>();
  private sheet: CSSStyleSheet | null = null;

  add({ range }: Mark): void {
    if (range === null) return;
    this.sheet ??= this.open();
    this.all.add(range);
    this.roots.add(range.startContainer.getRootNode() as Document | ShadowRoot);
    this.keep();
  }

  drop({ range }: Mark): void {
    if (range === null) return;
    this.all.delete(range);
    this.now.delete(range);
  }

  show(mark: Mark | null): void {
    this.now.clear();
    if (mark?.range) this.now.add(mark.range);
  }

  /** Lends the sheet again where the page has set its own sheets anew. */
  keep(): void {
    const { sheet } = this;
    if (sheet === null) return;
    for (const root of this.roots) {
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    }
  }

  private open(): CSSStyleSheet {
    let name = 'noted';
    while (CSS.highlights.has(name)) name += '-';
    this.now.priority = 1;
    CSS.highlights.set(name, this.all);
    CSS.highlights.set(`${name}-now`, this.now);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE.replaceAll('NAME', name));
    return sheet;
  }
}
