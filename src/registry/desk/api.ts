import type { Alliance } from '../../core/alliance.ts';
import type { Kind, Level } from '../../core/entry.ts';
import type { AppealState, DeclineReason, Report } from '../../core/report.ts';
import type { CaseState } from '../store/desk-schema.ts';

/**
 * What the desk's server and its console tell each other, under `/v1/console`. Types only: the console is a program in a
 * browser and takes nothing else from here. Times are ISO 8601, UTC.
 */

/** `reviewer` votes; a `coordinator` does, and manages the reviewers of its member; an `observer` reads. */
export type Role = 'reviewer' | 'coordinator' | 'observer';

/** A name in the languages Baize speaks; `en` stands in for those that are missing. */
type Name = Alliance['name'];

/** `POST /signin/challenge` → what has to be signed, as text. */
export interface Challenge {
  readonly challenge: string;
  readonly expires: string;
}

/** `POST /signin {key, challenge, signature}`, `GET /me`. */
export interface Me {
  /** Public key in hex. */
  readonly key: string;
  readonly label: string | null;
  readonly role: Role;
  /** Id and name of the member; null for an observer. */
  readonly member: { readonly id: string; readonly name: Name } | null;
  /** Sent back as `x-baize-csrf` with everything that changes something. */
  readonly csrf: string;
  readonly alliance: AllianceShown;
}

export interface AllianceShown {
  readonly name: Name;
  /** The log's origin: what votes are for. */
  readonly origin: string;
  readonly quorum: number;
  readonly members: readonly MemberShown[];
  /** Whether people can seal how they are reached. */
  readonly takesContacts: boolean;
}

export interface MemberShown {
  readonly id: string;
  readonly name: Name;
  readonly group: string | null;
  readonly homepage: string | null;
  readonly reviewers: readonly {
    readonly key: string;
    readonly label: string | null;
    readonly role: Role;
  }[];
}

/** How far a key is from a decision. A group under common control is one voice. */
export interface Standing {
  /** What stands on the list now. */
  readonly entry: {
    readonly kind: Kind;
    readonly level: Level;
    readonly until: string;
    readonly alarm: boolean;
  } | null;
  readonly lists: number;
  readonly clears: number;
  readonly quorum: number;
  /** Newest of each member, in the log's order. */
  readonly votes: readonly VoteShown[];
}

export interface VoteShown {
  readonly member: string;
  readonly action: 'list' | 'clear';
  readonly kind: Kind | null;
  readonly level: Level | null;
  readonly time: string;
  readonly leaf: number;
  readonly reason: string | null;
  readonly evidence: readonly string[];
  readonly emergency: boolean;
  /** Whether it counts: neither too old, nor spent, nor by a member of a group that has voted since. */
  readonly counts: boolean;
  /** No release has taken it in yet. */
  readonly waits: boolean;
}

/** A line of the queue: `GET /cases?state&kind&q&assigned&sort&after` → `{cases, next, total}`. */
export interface CaseRow {
  readonly id: number;
  readonly key: string;
  /** Whether a list may carry the key. */
  readonly listable: boolean;
  readonly state: CaseState;
  readonly reason: DeclineReason | null;
  readonly assigned: string | null;
  readonly reports: number;
  readonly first: string;
  readonly latest: string;
  /** How many reports name which kind, most named first. */
  readonly kinds: readonly (readonly [Kind, number])[];
  /** How many wallet addresses stood on the reported pages, and how many pictures were sent of them. */
  readonly found: { readonly addresses: number; readonly pictures: number };
  readonly standing: Pick<Standing, 'lists' | 'clears' | 'quorum'> & {
    readonly mine: 'list' | 'clear' | null;
  };
}

export interface CasePage {
  readonly cases: readonly CaseRow[];
  /** What to ask for the next page with, as `after`; null on the last one. */
  readonly next: string | null;
  readonly total: number;
}

/** `GET /cases/:id`. */
export interface CaseShown extends Omit<CaseRow, 'standing' | 'found'> {
  readonly standing: Standing;
  readonly filed: readonly FiledReport[];
  /** Wallet addresses on the reported pages, and whether they are listed. */
  readonly addresses: readonly {
    readonly key: string;
    readonly listed: Kind | null;
    readonly cases: number;
  }[];
  /** Listed names that look like this one. */
  readonly similar: readonly { readonly key: string; readonly kind: Kind; readonly level: Level }[];
  /** Other cases that share an address, or the registered name. */
  readonly related: readonly Pick<CaseRow, 'id' | 'key' | 'state' | 'reports' | 'latest'>[];
  readonly notes: readonly { readonly time: string; readonly key: string; readonly text: string }[];
  readonly appeals: readonly Pick<AppealRow, 'id' | 'received' | 'state'>[];
}

export interface FiledReport {
  readonly received: string;
  /** Without `contact`. */
  readonly report: Omit<Report, 'contact'>;
  readonly additions: readonly { readonly received: string; readonly note: string }[];
  /** Path of the picture below `/v1/console`, null without one. */
  readonly picture: string | null;
  /** What the reporter sealed for the alliance: opened with the alliance's identity, never by this server. */
  readonly contact: string | null;
}

/** What can be done with a case: `POST /cases/:id/…`. */
export interface CaseActions {
  readonly assign: { readonly to: string | null };
  readonly 'set-aside': { readonly reason: DeclineReason };
  readonly reopen: Record<string, never>;
  readonly notes: { readonly text: string };
}

/** `POST /preview {keys}`: what a batch vote would be about, line for line as it was typed. */
export interface PreviewLine {
  readonly text: string;
  /** Canonical key, or the sentence that says why it can not be listed. */
  readonly key: string | null;
  readonly refusal: string | null;
  readonly listed: Kind | null;
  readonly reports: number;
}

/** `GET /search?q`: entries and cases whose key starts with, or holds, the text. */
export interface Found {
  readonly entries: readonly {
    readonly key: string;
    readonly kind: Kind;
    readonly level: Level;
    readonly added: string;
  }[];
  readonly cases: readonly CaseRow[];
}

/** A line of `GET /appeals?state` → `{appeals}`; overdue ones first. */
export interface AppealRow {
  readonly id: number;
  readonly key: string;
  readonly received: string;
  readonly state: AppealState;
  /** When the first answer, and the decision, are due. */
  readonly answerBy: string;
  readonly decideBy: string;
  readonly answered: string | null;
  readonly decided: string | null;
}

/** `GET /appeals/:id`; `POST /appeals/:id/answer {text}`. */
export interface AppealShown extends AppealRow {
  readonly text: string;
  readonly leaf: number;
  readonly contact: string | null;
  readonly answers: readonly { readonly time: string; readonly member: string; readonly text: string }[];
  readonly standing: Standing;
  /** Members that had listed the key when the appeal came: they do not dismiss it alone. */
  readonly listedBy: readonly string[];
  /** Members that have voted to list it since, among them who has not listed it before. */
  readonly keptBy: readonly string[];
}

/** `GET /log?before` → `{leaves, size}`, newest first. */
export interface LeafShown {
  readonly index: number;
  readonly hash: string;
  readonly received: string;
  /** The leaf as it is in the log: canonical JSON. */
  readonly text: string;
}

/** `GET /staff` → `{requests}`; `POST /staff {action, key, label?, role?}`; `POST /staff/:id/withdraw`: of a coordinator. */
export interface StaffRequest {
  readonly id: number;
  readonly action: 'add' | 'remove';
  readonly key: string;
  readonly label: string | null;
  readonly role: 'reviewer' | 'coordinator';
  readonly time: string;
  readonly state: 'waiting' | 'done' | 'withdrawn';
}

/** `GET /health`. */
export interface DeskHealth {
  readonly release: { readonly version: number; readonly entries: number; readonly signed: string } | null;
  readonly root: { readonly version: number; readonly expires: string };
  /** Votes that no release has taken in yet. */
  readonly pending: number;
  /** Who has signed the release that is open, or was the last; and how many it takes. */
  readonly cosigners: readonly {
    readonly member: string;
    readonly signed: boolean;
    readonly last: string | null;
  }[];
  readonly needed: number;
  readonly warnings: readonly string[];
}

/** `GET /statistics`, and the public `statistics.json`: months are `2026-11`. */
export interface Statistics {
  readonly made: string;
  readonly entries: number;
  readonly kinds: readonly (readonly [Kind, number])[];
  readonly months: readonly {
    readonly month: string;
    readonly reports: number;
    readonly listed: number;
    readonly cleared: number;
  }[];
  readonly members: readonly { readonly member: string; readonly list: number; readonly clear: number }[];
  /** Hours from the first report to the listing, of cases of the last 90 days. */
  readonly decision: { readonly cases: number; readonly median: number | null; readonly p90: number | null };
  readonly openCases: number;
  readonly appeals: {
    readonly open: number;
    /** Past the time for the first answer, or for the decision. */
    readonly overdue: number;
    readonly upheld: number;
    readonly dismissed: number;
    readonly medianHours: number | null;
  };
}

/** What `GET /events` (server-sent events) tells: something changed, ask again. */
export interface DeskEvent {
  readonly what: 'case' | 'appeal' | 'staff' | 'vote' | 'release';
  /** Id of the case or appeal; 0 for what has none. */
  readonly of: number;
}
