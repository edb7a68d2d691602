import type { Finding } from '../../messages.ts';
import { button, element, sign } from './draw.ts';
import { drawMore } from './more.ts';
import { type Row, type Said, weights } from './said.ts';
import { warningWords } from './words.ts';

/** What its buttons do. */
export interface CalloutActions {
  close(): void;
  open(finding: Finding): void;
}

/**
 * The callout that says it. One that nobody asked for by resting a pointer is an alert, so that it is heard; none takes
 * the focus.
 */
export function drawCallout(said: Said, { close, open }: CalloutActions): HTMLElement {
  const words = warningWords[said.language];
  const isCalm = said.weight === weights.picture;
  const from = isCalm ? words.name : `${words.name} · ${words.care}`;
  const text = element('div', 'said', [
    element('p', 'from', [from]),
    element('p', 'title', [said.title]),
    ' ',
    ...(said.rows.length > 0 ? [element('div', 'rows', said.rows.map(drawRow)), ' '] : []),
    element('p', 'body', [said.body]),
  ]);
  text.setAttribute('role', said.weight === weights.why ? 'tooltip' : 'alert');
  // What comes with the pointer goes with it: nothing there can be pressed in peace.
  const entry = said.weight === weights.why ? null : said.entry;
  const away = button('×', 'close', close);
  away.setAttribute('aria-label', words.close);
  const section = element('section', isCalm ? 'callout calm' : 'callout', [
    ...(isCalm ? [] : [sign()]),
    text,
    ...(entry === null ? [] : [drawMore(said.language, entry, open)]),
    away,
  ]);
  section.lang = said.language;
  section.setAttribute('aria-label', from);
  return section;
}

function drawRow({ label, pieces }: Row): HTMLElement {
  const address = element(
    'p',
    'address',
    pieces.map(({ text, marked }) => (marked ? element('b', '', [text]) : text)),
  );
  return element('div', 'row', [
    ...(label === null ? [] : [element('p', 'label', [label]), ' ']),
    address,
    ' ',
  ]);
}
