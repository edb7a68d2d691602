import type { Language } from '../../core/language.ts';
import type { Cut, Finding, FrameMarks, Listed, Lookalike, PageReply } from '../messages.ts';
import type { At, Place } from './place.ts';

/**
 * Two scripts join the guard in its world only when they are needed: most pages hold nothing to say and no code to
 * read, and should not pay for it. The background puts them there (`guard.load`); each leaves its maker here.
 */
declare global {
  /** Whether a guard stands in this page or frame already. */
  var baizeGuard: true | undefined;
  /** Called where the background has come up in this session (first-page.ts). */
  var baizeAwake: (() => void) | undefined;
  var baizeWarning: ((surroundings: Surroundings) => Warning) | undefined;
  var baizePictures: ((screen: ReadScreen) => Pictures) | undefined;
}

/** What a warning needs of the guard. */
export interface Surroundings {
  readonly language: Language;
  /** Whether this is the page itself: only there is a banner, which speaks for its frames too. */
  readonly isTop: boolean;
  leave(): void;
  showInFrame(frame: number): void;
  /** The person wants to see the public page of an entry. */
  openEntry(finding: Finding): void;
  /** What is marked and can be seen here has changed (in a frame). */
  marked(listed: readonly Listed[]): void;
}

/** A short notice at the spot where something happened. */
export type Callout =
  | { readonly kind: 'copied' | 'pasted'; readonly listed: Listed }
  | { readonly kind: 'swapped'; readonly copied: string; readonly pasted: string; readonly seconds: number }
  | { readonly kind: 'lookalike'; readonly by: 'page' | 'paste'; readonly lookalike: Lookalike }
  /** What a picture holds that the person asked about; null when no code was found in it. */
  | { readonly kind: 'picture'; readonly found: readonly Read[] | null };

/** An address read from a picture. */
export interface Read {
  readonly text: string;
  readonly finding: Finding | null;
}

/** All that a page is shown: marks, banner, callouts. */
export interface Warning {
  /** Marks a listed address, once a place. */
  mark(listed: Listed, place: Place): void;
  /** A text or an element is about to be read again: what is marked there goes, unless it is marked again. */
  forget(node: Node): void;
  /** A text that is no longer listed. */
  unlist(text: string): void;
  /** The verdict over the page (only in the page itself). */
  verdict(page: PageReply): void;
  /** What the frames of the page mark (only in the page itself). */
  frames(frames: readonly FrameMarks[]): void;
  /** What was kept out of the page and its frames (only in the page itself). */
  cuts(cuts: readonly Cut[]): void;
  /** Says something where it happened: at an element, at a box in the window, or where the selection is (null). */
  say(callout: Callout, at: At): void;
  /** Shows the next mark (in a frame). */
  showNext(): void;
  /** Brings marks and banner in line with the page: after verdicts, and after a walk. */
  refresh(): void;
  /** The page changed: called at once and often, so it has to be quick. */
  keep(): void;
  /** Takes everything back. */
  end(): void;
}

/** A part of the window, in shares of its width and height: 0 to 1. */
export interface WindowPart {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the codes in a part of the window say (`guard.picture`); null when there is none that can be read. */
export type ReadScreen = (part: WindowPart) => Promise<readonly string[] | null>;

/** Reads codes from pictures. Texts are as the code holds them, to be scanned for addresses. */
export interface Pictures {
  /** What the codes on an image, canvas or SVG say; null when there is none that can be read. */
  read(element: Element): Promise<readonly string[] | null>;
  /** A picture that the person asked about, by the address its element gives; `element` is null when it is gone. */
  ask(src: string): Promise<{ readonly element: Element | null; readonly texts: readonly string[] | null }>;
}
