import type { Language } from '../../../core/language.ts';
import type { Cut, Finding, PageReply } from '../../messages.ts';
import { fill, sentences } from './text.ts';
import { warningWords } from './words.ts';

/** What is known of a page and its frames. */
export interface View {
  readonly page: PageReply;
  /** The listed addresses a person can see, each once. */
  readonly listed: readonly Finding[];
  /** What was kept out of them. */
  readonly cuts: readonly Cut[];
}

/** What the banner says: plain text, nothing of it markup. */
export interface Notice {
  readonly language: Language;
  /** `band`: the whole banner. `strip`: one thin line, for a site the person chose to open. */
  readonly form: 'band' | 'strip';
  readonly title: string;
  /** At most three sentences. */
  readonly body: string;
  /** Whether the page itself is what to leave. */
  readonly leave: boolean;
  /** Listed addresses that can be shown, those in frames too. */
  readonly count: number;
  /** The entry of the page itself; an address has its own callout, and a banner hides what is under it. */
  readonly entry: Finding | null;
}

/**
 * The one notice of a page, however much is listed on it (warnings.md R2 to R4).
 *
 * @returns null when there is nothing to say; a page to be stopped is the background's to replace
 */
export function noticeOf({ page, listed, cuts }: View): Notice | null {
  if (page.verdict === 'stop') return null;
  const { language, finding } = page;
  const common = { language, count: listed.length, entry: finding } as const;
  if (finding !== null && page.verdict !== 'unlisted') {
    return page.verdict === 'proceeded'
      ? { ...common, ...proceeded(language, finding, listed.length), form: 'strip', leave: true }
      : { ...common, ...caution(language, finding, listed.length), form: 'band', leave: true };
  }
  // A page that was tampered with is graver than an address on it, which is marked where it stands.
  if (cuts.length > 0)
    return { ...common, ...keptOut(language, cuts, listed.length), entry: null, form: 'band', leave: true };
  if (listed.length === 0) return null;
  return { ...common, ...addresses(language, listed), entry: null, form: 'band', leave: false };
}

type Text = Pick<Notice, 'title' | 'body'>;

function proceeded(language: Language, finding: Finding, count: number): Text {
  const words = warningWords[language];
  return {
    title: words.proceeded,
    body: sentences(language, listedBy(language, [finding]), also(language, count)),
  };
}

function caution(language: Language, { kind, key, feedName }: Finding, count: number): Text {
  const words = warningWords[language];
  const said = fill(words.caution, { kind: words.kinds[kind], key, feed: feedName });
  return { title: words.harm[kind], body: sentences(language, said, words.wait, also(language, count)) };
}

function keptOut(language: Language, cuts: readonly Cut[], count: number): Text {
  const words = warningWords[language];
  const title = cuts.length > 1 ? words.cutMany : cuts[0]!.what === 'script' ? words.cutScript : words.cut;
  const host = some(
    cuts.map((cut) => cut.host),
    words.and,
  );
  const from = listedBy(
    language,
    cuts.map(({ finding }) => finding),
    fill(words.cutFrom, { host }),
  );
  const meaning = cuts.some(({ what }) => what !== 'content') ? words.cutCare : words.cutPage;
  return {
    title: fill(title, { n: String(cuts.length) }),
    body: sentences(language, from, meaning, also(language, count)),
  };
}

function addresses(language: Language, listed: readonly Finding[]): Text {
  const words = warningWords[language];
  return {
    title: fill(listed.length === 1 ? words.address : words.addresses, { n: String(listed.length) }),
    body: sentences(language, listedBy(language, listed), words.sendNothing),
  };
}

function listedBy(language: Language, findings: readonly Finding[], how?: string): string {
  const words = warningWords[language];
  return fill(how ?? words.by, {
    kind: some(
      findings.map(({ kind }) => words.kinds[kind]),
      words.and,
    ),
    feed: some(
      findings.map(({ feedName }) => feedName),
      words.and,
    ),
  });
}

function also(language: Language, count: number): string {
  const words = warningWords[language];
  if (count === 0) return '';
  return fill(count === 1 ? words.also : words.alsoMany, { n: String(count) });
}

// Two say enough: the popup lists them all.
function some(texts: readonly string[], and: string): string {
  const distinct = [...new Set(texts)];
  return distinct.slice(0, 2).join(and) + (distinct.length > 2 ? '…' : '');
}
