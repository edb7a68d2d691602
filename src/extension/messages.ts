import * as z from 'zod/mini';
import type { Kind, Level } from '../core/entry.ts';
import { kinds } from '../core/entry.ts';
import type { Language } from '../core/language.ts';
import { limits } from '../core/limits.ts';
import type { Misfit } from '../core/log/follow.ts';
import type { Addition, DeclineReason, Report, ReportState } from '../core/report.ts';
import type { Trouble } from './troubles.ts';

/**
 * Every message of the extension. All go to the background and get a reply; `guard` may be sent by a page's guard,
 * `page` only by the extension's own pages (background/messages.ts checks sender and shape, once).
 */
const url = z.string().check(z.maxLength(limits.urlLength));
const share = z.number().check(z.minimum(0), z.maximum(1));
/** A part of the window, in shares of its width and height. */
const part = { x: share, y: share, width: share, height: share } as const;
const key = z.string().check(z.minLength(1), z.maxLength(limits.keyLength));
/** Of a report. */
const id = z.string().check(z.minLength(1), z.maxLength(64));
/** A JPEG as a `data:` address, in base64. */
const picture = z
  .string()
  .check(
    z.maxLength(Math.ceil((limits.reportPictureBytes * 4) / 3) + 64),
    z.regex(/^data:image\/jpeg;base64,[A-Za-z0-9+/]+={0,2}$/),
  );

const text = z.string().check(z.minLength(1), z.maxLength(limits.addressLength));
const texts = (most: number) => z.array(text).check(z.maxLength(most));

/** `url`: the address of the frame that the guard watches over. */
export const guardMessages = {
  /** A page opened, or its address changed without a load. */
  'guard.page': z.object({ url }),
  /** What may be addresses on the page, as written there, new since the last message. */
  'guard.addresses': z.object({ url, texts: texts(limits.textsPerMessage) }),
  /** A person copied these on the page. */
  'guard.copied': z.object({ url, texts: texts(limits.textsPerCopy) }),
  /** A person pasted these on the page. */
  'guard.pasted': z.object({ url, texts: texts(limits.textsPerCopy) }),
  /** What a frame of the page marks now, for the banner of the page: listed addresses that can be seen. */
  'guard.marked': z.object({ url, texts: texts(limits.textsPerFrame) }),
  /** Show the next mark of a frame: `frame` as `FrameMarks` names it. */
  'guard.show': z.object({ url, frame: z.int() }),
  /** The scripts that are loaded only where there is something to say, or a picture to read. */
  'guard.load': z.object({ url, script: z.enum(['warning', 'pictures']) }),
  /**
   * What a picture says that the page may not read: read in the background, from what the screen shows in a part of the
   * window; or from the picture itself when the person has just asked about it.
   */
  'guard.picture': z.object({ url, ...part }),
  /** A person wants to see the public page of an entry, in a new tab. */
  'guard.entry': z.object({ url, key, feed: z.string() }),
} as const;

/** What of a half-written report is kept: not its picture, and not how the person can be reached. */
export const keptDraft = z.object({
  choice: z.string().check(z.maxLength(limits.keyLength)),
  subject: url,
  kind: z.enum(kinds),
  note: z.string().check(z.maxLength(limits.noteLength)),
  withAddresses: z.boolean(),
});
export type KeptDraft = z.infer<typeof keptDraft>;

const pageMessages = {
  /** What the popup shows of a tab. */
  'tab.show': z.object({ tabId: z.int() }),
  /** What the stop page shows of the address it stands for. */
  'stop.show': z.object({ url }),
  /** The signed statement behind an entry: asks the feed, so only when a person opens the details. */
  'stop.why': z.object({ key, feed: z.string() }),
  'stop.proceed': z.object({ url, for: z.enum(['once', 'day']), tabId: z.int() }),
  /** The report that would be sent; nothing is sent or kept. */
  'report.preview': z.object({
    tabId: z.int(),
    subject: url,
    kind: z.enum(kinds),
    note: z.string().check(z.maxLength(limits.noteLength)),
    withAddresses: z.boolean(),
    /** How the person can be reached: sealed already, by the page that they wrote it in. */
    contact: z.optional(z.string().check(z.maxLength(limits.contactLength))),
  }),
  /** Keeps a half-written report of the page in a tab, or none: a popup closes at every click beside it. */
  'report.draft': z.object({ tabId: z.int(), draft: z.nullable(keptDraft) }),
  /** A picture of what the tab shows, to be looked at before it is sent; nothing is sent or kept. */
  'report.picture': z.object({ tabId: z.int() }),
  /** `tabId`: what is reported from a private window is not kept. The reply comes when it is sent, or waits to be. */
  'report.send': z.object({ report: z.unknown(), picture: z.nullable(picture), tabId: z.int() }),
  /** Takes back a report that the registry has not got yet, also while it is being prepared. */
  'report.cancel': z.object({ id }),
  /** Reports of this browser, newest first, as they are known here. */
  'report.list': z.object({}),
  /** The same after a look at the registry. `anew`: the person asks, whatever it was asked before. */
  'report.check': z.object({ anew: z.boolean() }),
  /** The person has seen what became of the reports. */
  'report.seen': z.object({}),
  /** Adds something to a report that the registry has. */
  'report.add': z.object({ id, note: z.string().check(z.minLength(1), z.maxLength(limits.noteLength)) }),
  /** Opens the public page of an entry in a new tab beside `tabId`: whoever carries it learns which entry it is. */
  'entry.open': z.object({ key, feed: z.string(), tabId: z.int() }),
  /** What keeps Baize from doing what it promises. */
  'troubles.show': z.object({}),
  'feeds.show': z.object({}),
  /** Looks for a new release now. */
  'feeds.sync': z.object({}),
  /** Deletes what was kept of a feed's log that contradicts itself. */
  'feeds.forget': z.object({ feed: url }),
  /** What is remembered of copied addresses: how many, and the way to forget them. */
  'copies.show': z.object({}),
  /** `tabId`: of a private window nothing is kept. */
  'copies.add': z.object({ text, tabId: z.int() }),
  'copies.forget': z.object({}),
  'settings.show': z.object({}),
  'settings.change': z.object({ language: z.optional(z.enum(['auto', 'en', 'zh-CN', 'zh-TW'])) }),
  /** Sites a person chose to proceed to, and the way back. */
  /** Whether the browser holds the rules that the lists ask for. */
  'gate.show': z.object({}),
  'proceed.list': z.object({}),
  /** `host`: a host, or a key `host/path`. */
  'proceed.undo': z.object({ host: key }),
} as const;

export const messages = { ...guardMessages, ...pageMessages } as const;
export type MessageName = keyof typeof messages;
export type Request<N extends MessageName> = z.infer<(typeof messages)[N]>;

/** An entry as people are shown it: with the feed that lists it. */
export interface Finding {
  readonly key: string;
  readonly kind: Kind;
  readonly level: Level;
  /** Base address of the feed: its id. */
  readonly feed: string;
  /** The feed's name in the person's language. */
  readonly feedName: string;
}

/** What the guard should do for its page. `proceeded`: listed, but the person chose to go on. */
export interface PageReply {
  readonly verdict: 'stop' | 'proceeded' | 'caution' | 'unlisted';
  readonly finding: Finding | null;
  readonly language: Language;
}

/** What shows others that a feed's signers, or its hosts, do not tell everybody the same. Plain values: kept as JSON. */
export interface Evidence {
  readonly what: Misfit | 'unlogged';
  /** When it was found: ISO 8601. */
  readonly found: string;
  /**
   * Two notes (c2sp.org/tlog-checkpoint) that do not fit; of a release that is not in the log, its targets.json and what
   * was served as its proof.
   */
  readonly earlier: string;
  readonly later: string;
  /** RFC 6962, 2.1.2, in base64: hashes that lead from another earlier root than the signed one to the later root. */
  readonly proof: readonly string[];
}

export interface FeedState {
  readonly feed: string;
  readonly name: string;
  readonly version: number;
  readonly entries: number;
  /** When the release in force was signed to be newest: ISO 8601; the list's age counts from here. */
  readonly signed: string | null;
  /** When the browser last asked and got an answer it could verify. */
  readonly checked: string | null;
  /** Distinct signers of the release in force, and how many are needed. */
  readonly signers: number;
  readonly threshold: number;
  /** True when the list is older than it should be, or its age cannot be told. */
  readonly stale: boolean;
  /** This computer's clock disagrees with what was signed: it tells no age. */
  readonly isClockWrong: boolean;
  /** Where the list in force comes from. */
  readonly source: 'baseline' | 'synced';
  /** Why the last look failed: error code and sentence. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Keys the list carries that are never stopped (public suffixes, protected names), at most 20 of them. */
  readonly ignored: readonly string[];
  /** Leaves of the log that the release in force was found in; null before the first look. */
  readonly logged: number | null;
  /** Contradictions found in the feed's log. */
  readonly evidence: readonly Evidence[];
  /** Host of the alliance's public pages. */
  readonly site: string;
}

/** What the browser's own rules stop. */
export interface GateState {
  /** When they were read back from the browser: ISO 8601; null while they were not, since the list changed. */
  readonly read: string | null;
  /** Whether they were what the lists say. */
  readonly isAsListed: boolean;
  /** How many listed pages no rule can tell: they are closed when they open. */
  readonly left: number;
}

/** What was kept out of a page, because it comes from a listed host. */
export interface Cut {
  /** The host, as the page asks it. */
  readonly host: string;
  /** How many requests to it. */
  readonly count: number;
  /** The gravest of what was asked for; `data` is what scripts fetch and send. */
  readonly what: 'script' | 'data' | 'content';
  readonly finding: Finding;
}

/** An address found on a page: its checksum holds, or nothing else looks like it, or it is listed. */
export interface FoundAddress {
  readonly key: string;
  readonly chain: string;
  /** As the page writes it. */
  readonly text: string;
  /** The same, in short: its start, `…` and its end. */
  readonly short: string;
  readonly finding: Finding | null;
}

export interface TabState {
  /** The page's address; on the stop page, the address it stands for; null for what Baize does not look at. */
  readonly url: string | null;
  readonly verdict: 'stop' | 'proceeded' | 'caution' | 'unlisted' | 'unknown';
  readonly finding: Finding | null;
  /** Whether a guard looks at the page; `withheld`: the browser does not allow it. Else it is judged by its address alone. */
  readonly guard: 'there' | 'withheld' | 'none';
  /** Gravest first. */
  readonly troubles: readonly Trouble[];
  /** Listed ones first. */
  readonly addresses: readonly FoundAddress[];
  readonly cuts: readonly Cut[];
  readonly feeds: readonly FeedState[];
  /** Whether there is a feed to report to. */
  readonly canReport: boolean;
  /** For whom a reporter seals how they can be reached; null where nobody asks for it. */
  readonly contact: { readonly recipient: string; readonly name: string } | null;
  /** A half-written report of this page. */
  readonly draft: KeptDraft | null;
  /** Something became of a report that the person has not seen yet. */
  readonly hasReportNews: boolean;
}

/** What was added to a report. */
export interface SentAddition extends Addition {
  readonly state: 'waiting' | 'received' | 'refused';
  /** The registry's sentence, when it refused. */
  readonly error: string | null;
}

/** A report of this browser, and what became of it. Times are ISO 8601, UTC. */
export interface SentReport {
  readonly report: Report;
  readonly feed: string;
  readonly created: string;
  /** `waiting`: kept here and sent when there is a connection. `refused`: the registry does not take it. */
  readonly state: 'waiting' | 'refused' | ReportState;
  readonly receipt: string | null;
  /** Why it is not listed, with `declined`. */
  readonly reason: DeclineReason | null;
  /** The registry's sentence, when it refused. */
  readonly error: string | null;
  /** When the state came about; null where the registry does not say. */
  readonly since: string | null;
  /** When the registry was last asked, or told. */
  readonly asked: string | null;
  /** Of the picture that goes with it, `waiting` here; null without one. */
  readonly picture: 'waiting' | 'received' | 'lost' | null;
  readonly additions: readonly SentAddition[];
  /** Something changed since the person last looked. */
  readonly isNews: boolean;
}

/** What a member of the alliance said of an entry, signed by one of its reviewers. */
export interface Voice {
  /** The member's name in the person's language. */
  readonly member: string;
  readonly time: string;
  readonly reason: string | null;
  /** The member asked for caution at once, before others agreed. */
  readonly emergency: boolean;
}

export interface StopState {
  readonly url: string;
  readonly host: string;
  /** The part of the host that one party registered (`evil.co.uk` of `a.evil.co.uk`); the host itself when it is an IP address. */
  readonly registrable: string;
  readonly finding: Finding | null;
  readonly feed: FeedState | null;
  /** In a private window a person can continue once, and no longer. */
  readonly isPrivate: boolean;
}

/** A text of the page that is a listed address. */
export interface Listed {
  /** As the page writes it. */
  readonly text: string;
  readonly finding: Finding;
}

/** An address that looks like one the person copied before: the same start and end, another middle (poisoning). */
export interface Lookalike {
  readonly text: string;
  readonly copied: string;
}

/** What the frames of a page mark, for its banner; `frame` is the browser's number of it. */
export interface FrameMarks {
  readonly frame: number;
  readonly listed: readonly Listed[];
}

export interface Replies {
  'guard.page': PageReply;
  'guard.addresses': { readonly listed: readonly Listed[]; readonly lookalikes: readonly Lookalike[] };
  'guard.copied': { readonly listed: readonly Listed[] };
  'guard.pasted': {
    readonly listed: readonly Listed[];
    readonly lookalikes: readonly Lookalike[];
    /** The clipboard held another address of the same chain than was copied from a page a moment ago. */
    readonly swap: { readonly copied: string; readonly pasted: string; readonly seconds: number } | null;
  };
  'guard.marked': null;
  'guard.show': null;
  'guard.load': { readonly language: Language };
  /** Null where no code could be read. */
  'guard.picture': readonly string[] | null;
  'guard.entry': null;
  'tab.show': TabState;
  'stop.show': StopState;
  /** In the order of the log; none where the feed has published nothing about the entry. */
  'stop.why': { readonly voices: readonly Voice[] };
  'stop.proceed': { readonly url: string };
  'report.preview': { readonly report: Report; readonly to: string };
  'report.draft': null;
  'report.picture': { readonly picture: string };
  'report.send': SentReport;
  /** False when the registry has it already, or nobody knows of it. */
  'report.cancel': { readonly cancelled: boolean };
  'report.list': readonly SentReport[];
  'report.check': readonly SentReport[];
  'report.seen': null;
  'report.add': SentReport;
  'entry.open': null;
  'troubles.show': readonly Trouble[];
  'feeds.show': readonly FeedState[];
  'feeds.sync': readonly FeedState[];
  'feeds.forget': readonly FeedState[];
  'copies.show': { readonly count: number };
  'copies.add': null;
  'copies.forget': { readonly count: number };
  'settings.show': { readonly language: Language | 'auto' };
  'settings.change': { readonly language: Language | 'auto' };
  'gate.show': GateState;
  'proceed.list': readonly { readonly host: string; readonly until: string }[];
  'proceed.undo': readonly { readonly host: string; readonly until: string }[];
}
export type Reply<N extends MessageName> = Replies[N];

/** What travels: the name and the request; the reply, or what went wrong. */
export type Envelope<N extends MessageName = MessageName> = {
  readonly baize: N;
  readonly request: Request<N>;
};
export type Answer<N extends MessageName> =
  | { readonly ok: true; readonly reply: Reply<N> }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** From the background to a guard. */
export type News =
  /** The list changed: ask again. */
  | { readonly baize: 'changed' }
  /** To the guard of a page: say again which page it is. Answered once it is said. */
  | { readonly baize: 'page' }
  /** To the guard of a page: what was kept out of it and its frames. */
  | { readonly baize: 'cuts'; readonly cuts: readonly Cut[] }
  /** To the guard of a page: what its frames mark. */
  | { readonly baize: 'frames'; readonly frames: readonly FrameMarks[] }
  /** To the guard of a frame: show the next mark. */
  | { readonly baize: 'show' }
  /** The person asks what a picture holds: its address as the page gives it. */
  | { readonly baize: 'picture'; readonly src: string };
