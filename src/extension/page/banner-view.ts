import type { Notice } from './notice.ts';
import { guardWords } from './words.ts';

/** What the buttons do. */
export interface Handlers {
  leave(): void;
  show(): void;
  fold(): void;
  unfold(): void;
}

const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
const SIGN =
  'M24 4.500a4 4 0 0 1 3.500 2L45.300 37a4 4 0 0 1-3.500 6H6.200a4 4 0 0 1-3.500-6L20.500 6.500a4 4 0 0 1 3.500-2z';
const CUT = 'M21.500 15h5l-.9 14h-3.200zM24 32a3 3 0 1 1 0 6 3 3 0 0 1 0-6z';

/** The banner of a notice: a sign and words, then buttons, the first of them filled. */
export function drawNotice(notice: Notice, handlers: Handlers): HTMLElement {
  const words = guardWords[notice.language];
  const text = element('div', '', [
    element('p', 'from', [`${words.name} · ${words.care}`]),
    element('p', 'title', [notice.title]),
    ' ',
    element('p', 'body', [notice.body]),
  ]);
  text.setAttribute('role', 'alert');
  const actions = element('div', 'actions', buttons(notice, handlers));
  return frame(notice, notice.form, [element('div', 'inner', [sign(), text, actions])]);
}

/** The folded banner: a small button that opens it again. */
export function drawPill(notice: Notice, handlers: Handlers): HTMLElement {
  const words = guardWords[notice.language];
  const label = notice.count > 0 ? `${words.name} ${notice.count}` : words.name;
  const open = button(label, 'open', handlers.unfold);
  open.prepend(sign());
  open.setAttribute('aria-label', `${label}: ${words.unfold}`);
  return frame(notice, 'pill', [open]);
}

function buttons(notice: Notice, handlers: Handlers): HTMLElement[] {
  const words = guardWords[notice.language];
  const shown = [
    ...(notice.leave ? [button(words.leave, 'leave', handlers.leave)] : []),
    ...(notice.count > 0 ? [button(words.show, 'show', handlers.show)] : []),
  ];
  if (notice.form === 'band') shown[0]?.classList.add('first');
  return [...shown, button(words.fold, 'fold plain', handlers.fold)];
}

function frame(notice: Notice, form: string, children: Node[]): HTMLElement {
  const section = element('section', `notice ${form}`, children);
  section.lang = notice.language;
  section.setAttribute('aria-label', guardWords[notice.language].name);
  return section;
}

function button(text: string, name: string, act: () => void): HTMLButtonElement {
  const made = element('button', name, [text]) as HTMLButtonElement;
  made.type = 'button';
  // Only a person's click: a page can not press what it can not see, and must not by other ways either.
  made.addEventListener('click', (event) => event.isTrusted && act());
  return made;
}

// The namespace is named because a page may be XML.
function element(name: string, className: string, children: (Node | string)[]): HTMLElement {
  const made = document.createElementNS(HTML, name) as HTMLElement;
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

function sign(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  for (const [shape, className] of [
    [SIGN, ''],
    [CUT, 'cut'],
  ] as const) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', shape);
    path.setAttribute('class', className);
    svg.append(path);
  }
  return svg;
}
