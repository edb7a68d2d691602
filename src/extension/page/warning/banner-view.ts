import type { Finding } from '../../messages.ts';
import { button, element, sign } from './draw.ts';
import { drawMore } from './more.ts';
import type { Notice } from './notice.ts';
import { warningWords } from './words.ts';

/** What the buttons do. */
export interface Handlers {
  leave(): void;
  show(): void;
  open(finding: Finding): void;
  fold(): void;
  unfold(): void;
}

/** Which place of how many is shown, from 1. */
export interface Position {
  readonly at: number;
  readonly of: number;
}

/** The banner of a notice: a sign and words, then buttons, the first of them filled. */
export function drawNotice(notice: Notice, handlers: Handlers, position: Position | null): HTMLElement {
  const words = warningWords[notice.language];
  const text = element('div', '', [
    element('p', 'from', [`${words.name} · ${words.care}`]),
    element('p', 'title', [notice.title]),
    ' ',
    element('p', 'body', [notice.body]),
  ]);
  text.setAttribute('role', 'alert');
  const { entry, form, language } = notice;
  // A strip is one line; who is led there has seen the stop page, which offers the same.
  const more = entry === null || form === 'strip' ? [] : [drawMore(language, entry, handlers.open)];
  const said = element('div', 'said', [text, ...more]);
  const actions = element('div', 'actions', buttons(notice, handlers, position));
  return frame(notice, form, [element('div', 'inner', [sign(), said, actions])]);
}

/** The folded banner: a small button that opens it again. */
export function drawPill(notice: Notice, handlers: Handlers): HTMLElement {
  const words = warningWords[notice.language];
  const label = notice.count > 0 ? `${words.name} ${notice.count}` : words.name;
  const open = button(label, 'open', handlers.unfold);
  open.prepend(sign());
  open.setAttribute('aria-label', `${label}: ${words.unfold}`);
  return frame(notice, 'pill', [open]);
}

/** What the button says that goes from place to place. */
export function showLabel({ language }: Notice, position: Position | null): string {
  const { show, next } = warningWords[language];
  return position === null ? show : `${next} ${position.at} / ${position.of}`;
}

function buttons(notice: Notice, handlers: Handlers, position: Position | null): HTMLElement[] {
  const words = warningWords[notice.language];
  const shown = [
    ...(notice.leave ? [button(words.leave, 'leave', handlers.leave)] : []),
    ...(notice.count > 0 ? [button(showLabel(notice, position), 'show', handlers.show)] : []),
  ];
  if (notice.form === 'band') shown[0]?.classList.add('first');
  return [...shown, button(words.fold, 'fold plain', handlers.fold)];
}

function frame(notice: Notice, form: string, children: Node[]): HTMLElement {
  const section = element('section', `notice ${form}`, children);
  section.lang = notice.language;
  section.setAttribute('aria-label', warningWords[notice.language].name);
  return section;
}
