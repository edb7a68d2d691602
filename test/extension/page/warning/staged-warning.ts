import type { Listed } from '../../../../src/extension/messages.ts';
import type { Surroundings } from '../../../../src/extension/page/scripts.ts';
import { PageWarning } from '../../../../src/extension/page/warning/warning.ts';

/** What a test plays: the guard. Everything else is the warning itself, in a world of its own. */
export interface Staged extends Pick<Surroundings, 'language' | 'isTop'> {
  /** Opens the host's shadow tree, for tools that look at pages from within. */
  readonly open: boolean;
  /** What the warning asked of the guard. */
  readonly calls: [name: string, ...about: unknown[]][];
  root: ShadowRoot | null;
}

declare global {
  var staged: Staged;
  var warning: PageWarning;
  var find: (path: string) => Element;
  var markElement: (listed: Listed, path: string) => void;
  var markText: (listed: Listed, path: string) => void;
}

const attachShadow = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  staged.root = attachShadow.call(this, staged.open ? { ...init, mode: 'open' } : init);
  return staged.root;
};

/** The element at a path of selectors, each step but the first within a shadow tree: `host >>> p`. */
globalThis.find = (path) => {
  let scope: ParentNode = document;
  let found: Element | null = null;
  for (const step of path.split(' >>> ')) {
    found = scope.querySelector(step);
    scope = found?.shadowRoot ?? document;
  }
  if (found === null) throw new Error(`Nothing at ${path}.`);
  return found;
};

globalThis.markElement = (listed, path) => warning.mark(listed, { element: find(path) });

/** Marks all that an element's texts hold. */
globalThis.markText = (listed, path) => {
  const walker = document.createTreeWalker(find(path), NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const [start, end] = [texts[0]!, texts.at(-1)!];
  warning.mark(listed, { start, from: 0, end, to: end.length });
};

globalThis.warning = new PageWarning({
  language: staged.language,
  isTop: staged.isTop,
  leave: () => staged.calls.push(['leave']),
  showInFrame: (frame) => staged.calls.push(['showInFrame', frame]),
  openEntry: ({ key }) => staged.calls.push(['openEntry', key]),
  marked: (listed) => staged.calls.push(['marked', listed.map(({ text }) => text)]),
});
