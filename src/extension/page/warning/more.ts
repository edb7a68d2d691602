import type { Language } from '../../../core/language.ts';
import type { Finding } from '../../messages.ts';
import { button, element } from './draw.ts';
import { fill } from './text.ts';
import { warningWords } from './words.ts';

/** The way to the public page of an entry, and what it tells whom: opened only when a person asks (warnings.md R12). */
export function drawMore(
  language: Language,
  finding: Finding,
  open: (finding: Finding) => void,
): HTMLElement {
  const { more, moreNote } = warningWords[language];
  const way = button(fill(more, { feed: finding.feedName }), 'way plain', () => open(finding));
  return element('p', 'more', [way, ' ', moreNote]);
}
