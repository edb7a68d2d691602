import type { KeptDraft, Request, TabState } from '../../messages.ts';

/** What a person has filled in. `choice` is where the subject comes from: the page, a found key, or their own text. */
export interface Draft extends KeptDraft {
  /** How the person can be reached, in their own words. */
  readonly contact: string;
  /** A picture of the page as a `data:` address; null without one. */
  readonly picture: string | null;
}

export const pageChoice = 'page';
export const otherChoice = 'other';

/** The page's address without query and fragment: they can hold private data. '' when it has none. */
export function pageSubject(url: string | null): string {
  const parsed = url === null ? null : URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return '';
  return parsed.origin + parsed.pathname;
}

/** The form as it stands when it opens. */
export function emptyDraft(tab: TabState): Draft {
  const subject = pageSubject(tab.url);
  return {
    choice: subject === '' ? otherChoice : pageChoice,
    ...{ subject, kind: 'unspecified', note: '', withAddresses: false, contact: '', picture: null },
  };
}

/** The form with what was written before the popup closed, if anything was. */
export function keptDraft(tab: TabState): Draft {
  return { ...emptyDraft(tab), ...tab.draft };
}

/** What is kept of a draft. */
export function toKeep({ choice, subject, kind, note, withAddresses }: Draft): KeptDraft {
  return { choice, subject, kind, note, withAddresses };
}

/** The draft with another subject: the page's address, a found address, or an empty line to write in. */
export function choose(draft: Draft, choice: string, tab: TabState): Draft {
  const subjects: Readonly<Record<string, string>> = {
    [pageChoice]: pageSubject(tab.url),
    [otherChoice]: '',
  };
  return { ...draft, choice, subject: subjects[choice] ?? choice };
}

/** What the background is asked to prepare, but for the contact, which is sealed first. */
export function previewRequest(draft: Draft, tabId: number): Omit<Request<'report.preview'>, 'contact'> {
  const withAddresses = draft.withAddresses && draft.choice === pageChoice;
  return { tabId, subject: draft.subject.trim(), kind: draft.kind, note: draft.note.trim(), withAddresses };
}

/** The picture that goes with the report: one of the page goes with the page only. */
export function pictureOf({ choice, picture }: Draft): string | null {
  return choice === pageChoice ? picture : null;
}
