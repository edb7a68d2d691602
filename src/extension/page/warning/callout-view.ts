import { button, element, sign } from './draw.ts';
import { type Row, type Said, weights } from './said.ts';
import { warningWords } from './words.ts';

/**
 * The callout that says it. One that nobody asked for by resting a pointer is an alert, so that it is heard; none takes
 * the focus.
 */
export function drawCallout(said: Said, close: () => void): HTMLElement {
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
  const away = button('×', 'close', close);
  away.setAttribute('aria-label', words.close);
  const section = element('section', isCalm ? 'callout calm' : 'callout', [
    ...(isCalm ? [] : [sign()]),
    text,
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
