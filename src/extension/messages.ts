import * as z from 'zod/mini';
import type { Kind, Level } from '../core/entry.ts';
import { kinds } from '../core/entry.ts';
import { limits } from '../core/limits.ts';
import type { Report, ReportState } from '../core/report.ts';

/**
 * Every message of the extension. All go to the background and get a reply; `guard` may be sent by a page's guard,
 * `page` only by the extension's own pages (background/messages.ts checks sender and shape, once).
 */
const url = z.string().check(z.maxLength(limits.urlLength));
const key = z.string().check(z.minLength(1), z.maxLength(limits.keyLength));

export const guardMessages = {
  /** A page opened, or its address changed without a load. */
  'guard.page': z.object({ url }),
  /** Keys of addresses seen on the page, new since the last message. */
  'guard.addresses': z.object({ url, keys: z.array(key).check(z.maxLength(1_000)) }),
} as const;

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
  }),
  /** `tabId`: what is reported from a private window is not kept. */
  'report.send': z.object({ report: z.unknown(), tabId: z.int() }),
  /** Reports of this browser, newest first, their states asked anew. */
  'report.list': z.object({}),
  'feeds.show': z.object({}),
  /** Looks for a new release now. */
  'feeds.sync': z.object({}),
  'settings.show': z.object({}),
  'settings.change': z.object({ language: z.optional(z.enum(['auto', 'en', 'zh-CN', 'zh-TW'])) }),
  /** Sites a person chose to proceed to, and the way back. */
  'proceed.list': z.object({}),
  'proceed.undo': z.object({ host: z.string().check(z.maxLength(limits.hostLength)) }),
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

export type Language = 'en' | 'zh-CN' | 'zh-TW';

/** What the guard should do for its page. `proceeded`: listed, but the person chose to go on. */
export interface PageReply {
  readonly verdict: 'stop' | 'proceeded' | 'caution' | 'unlisted';
  readonly finding: Finding | null;
  readonly language: Language;
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
  /** True when the list is older than it should be. */
  readonly stale: boolean;
  /** Where the list in force comes from. */
  readonly source: 'baseline' | 'synced';
  /** Why the last look failed: error code and sentence. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Keys the list carries that are never stopped (public suffixes, protected names), at most 20 of them. */
  readonly ignored: readonly string[];
}

export interface TabState {
  /** The page's address; on the stop page, the address it stands for; null for what Baize does not look at. */
  readonly url: string | null;
  readonly verdict: 'stop' | 'proceeded' | 'caution' | 'unlisted' | 'unknown';
  readonly finding: Finding | null;
  /** Addresses on the page whose checksum holds or that are listed; listed ones first. */
  readonly addresses: readonly { readonly key: string; readonly finding: Finding | null }[];
  readonly feeds: readonly FeedState[];
  /** Whether there is a feed to report to. */
  readonly canReport: boolean;
}

export interface SentReport {
  readonly report: Report;
  readonly feed: string;
  readonly created: string;
  /** `waiting`: kept here and sent when there is a connection. `refused`: the registry does not take it. */
  readonly state: 'waiting' | 'refused' | ReportState;
  readonly receipt: string | null;
  /** The registry's sentence, when it refused. */
  readonly error: string | null;
}

export interface StopState {
  readonly url: string;
  readonly host: string;
  /** The part of the host that one party registered (`evil.co.uk` of `a.evil.co.uk`); the host itself when it is an IP address. */
  readonly registrable: string;
  readonly finding: Finding | null;
  readonly feed: FeedState | null;
}

export interface Replies {
  'guard.page': PageReply;
  'guard.addresses': { readonly findings: readonly Finding[] };
  'tab.show': TabState;
  'stop.show': StopState;
  'stop.why': { readonly reason: string | null; readonly time: string | null };
  'stop.proceed': { readonly url: string };
  'report.preview': { readonly report: Report; readonly to: string };
  'report.send': SentReport;
  'report.list': readonly SentReport[];
  'feeds.show': readonly FeedState[];
  'feeds.sync': readonly FeedState[];
  'settings.show': { readonly language: Language | 'auto' };
  'settings.change': { readonly language: Language | 'auto' };
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

/** From the background to a guard: the list changed, ask again. */
export const listChanged = 'baize.listChanged';
