import type { Language } from '../../../core/language.ts';
import type { Finding, Listed, Lookalike } from '../../messages.ts';
import type { Callout, Read } from '../scripts.ts';
import { differing, type Piece, shortened } from './differ.ts';
import { fill, sentences } from './text.ts';
import { warningWords } from './words.ts';

/** How grave a callout is: the graver one stands. `alikeHere` is the page's doing, the others a person's. */
export const weights = {
  why: 0,
  shown: 1,
  picture: 2,
  alikeHere: 3,
  alikePasted: 4,
  swapped: 5,
  listed: 6,
} as const;

/** What a callout says: plain text, nothing of it markup. */
export interface Said {
  readonly language: Language;
  readonly weight: number;
  readonly title: string;
  /** At most three sentences. */
  readonly body: string;
  readonly rows: readonly Row[];
  /** The entry that it is about; null where it is about none. */
  readonly entry: Finding | null;
}

/** An address, and whose it is where there are two. */
export interface Row {
  readonly label: string | null;
  readonly pieces: readonly Piece[];
}

type Text = Pick<Said, 'title' | 'body'>;

/** The words of a callout (warnings.md, Words). */
export function saidOf(callout: Callout, language: Language): Said {
  const words = warningWords[language];
  switch (callout.kind) {
    case 'copied':
    case 'pasted':
      return { ...listedSaid(language, callout.listed), title: words[callout.kind] };
    case 'swapped':
      return swapped(language, callout);
    case 'lookalike':
      return lookalike(language, callout.by, callout.lookalike);
    case 'picture':
      return picture(language, callout.found);
  }
}

/** Why a mark is there. `shown`: the person was brought to it. */
export function whyOf({ text, finding }: Listed, language: Language, how: 'why' | 'shown'): Said {
  const { harm, sendItNothing } = warningWords[language];
  return {
    language,
    weight: weights[how],
    title: harm[finding.kind],
    body: sentences(language, listedBy(language, finding), sendItNothing),
    rows: [{ label: null, pieces: shortened(text) }],
    entry: finding,
  };
}

function listedSaid(language: Language, { text, finding }: Listed): Omit<Said, 'title'> {
  const { harm, sendItNothing } = warningWords[language];
  const loss = `${harm[finding.kind]}${language === 'en' ? '.' : '。'}`;
  return {
    language,
    weight: weights.listed,
    body: sentences(language, loss, listedBy(language, finding), sendItNothing),
    rows: [{ label: null, pieces: shortened(text) }],
    entry: finding,
  };
}

function listedBy(language: Language, { kind, level, feedName }: Finding): string {
  const { kinds, by, cautionIt } = warningWords[language];
  return fill(level === 'caution' ? cautionIt : by, { kind: kinds[kind], feed: feedName });
}

function swapped(language: Language, { copied, pasted, seconds }: Callout & { kind: 'swapped' }): Said {
  const words = warningWords[language];
  const body = fill(words.swappedBody, { ago: ago(language, seconds) });
  const rows = pair(copied, words.youCopied, pasted, words.youPasted);
  return { language, weight: weights.swapped, title: words.swapped, body, rows, entry: null };
}

function lookalike(language: Language, by: 'page' | 'paste', { copied, text }: Lookalike): Said {
  const words = warningWords[language];
  const what = by === 'page' ? 'alikeHere' : 'alikePasted';
  const rows = pair(copied, words.copiedBefore, text, by === 'page' ? words.onThisPage : words.youPasted);
  return { language, weight: weights[what], title: words[what], body: words.alikeBody, rows, entry: null };
}

function picture(language: Language, found: readonly Read[] | null): Said {
  const words = warningWords[language];
  const bad = found?.find(({ finding }) => finding !== null);
  if (bad?.finding) {
    const listed = { text: bad.text, finding: bad.finding };
    return { ...listedSaid(language, listed), title: words.pictured };
  }
  const rows = (found ?? []).map(({ text }) => ({ label: null, pieces: shortened(text) }));
  const said = { ...unlistedPicture(language, found), rows: rows.slice(0, 3) };
  return { language, weight: weights.picture, ...said, entry: null };
}

function unlistedPicture(language: Language, found: readonly Read[] | null): Text {
  const words = warningWords[language];
  if (found === null) return { title: words.noCode, body: words.noCodeBody };
  if (found.length === 0) return { title: words.noAddress, body: words.noAddressBody };
  return { title: words.notListed, body: words.notListedBody };
}

function pair(first: string, firstLabel: string, second: string, secondLabel: string): Row[] {
  const [a, b] = differing(first, second);
  return [
    { label: firstLabel, pieces: a },
    { label: secondLabel, pieces: b },
  ];
}

function ago(language: Language, seconds: number): string {
  const format = new Intl.RelativeTimeFormat(language);
  const whole = Math.max(1, Math.round(seconds));
  return whole < 90 ? format.format(-whole, 'second') : format.format(-Math.round(whole / 60), 'minute');
}
