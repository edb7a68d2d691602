import type { Alliance } from '../../core/alliance.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Checkpoint } from '../../core/log/checkpoint.ts';

import type { Trusted } from '../../core/tuf/trusted.ts';
import type { Allowance } from './allowance.ts';

/** What the browser holds of a feed; `trusted` signs the list in force. Times are in milliseconds since 1970. */
export interface FeedRecord {
  /** Base address: the feed's id. */
  readonly feed: string;
  readonly trusted: Trusted;
  readonly alliance: Alliance;
  /** Its bytes as they were signed: a later version may understand more of them. None were kept by the first version. */
  readonly allianceFile?: Uint8Array;
  readonly source: 'baseline' | 'synced';
  /** A newer list was lost, and this one took its place until that can be had again. */
  readonly isFallback?: boolean;
  /** When a look last got an answer that could be verified. */
  readonly checked: number | null;
  /** Looks that failed since, and why the last one did. */
  readonly failures: number;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    /** By the clock of the feed's host it is this computer's clock that makes the release look wrong. */
    readonly isClock?: boolean;
  } | null;
  /** Addresses that failed when last asked: asked after the others. */
  readonly faulty: readonly string[];
  /** What may still be fetched of whole lists; all of it before the first. */
  readonly allowance?: Allowance;
  /** When the last look ended, whatever came of it, and when the next one is due; neither before the first. */
  readonly looked?: number;
  readonly next?: number;
  /** What was seen of the feed's log; nothing before the first release that was taken from the network. */
  readonly log?: LogSeen;
}

/** A checkpoint that enough members cosigned, and the note that proves it. */
export interface SeenCheckpoint extends Checkpoint {
  readonly note: Uint8Array;
}

/** How far a feed's log is known. */
export interface LogSeen {
  /** The checkpoint of the release in force, and that release's version. */
  readonly newest: SeenCheckpoint;
  readonly version: number;
  /** The last one that all before it were shown to be a beginning of, and when that was. */
  readonly grown: SeenCheckpoint;
  readonly checked: number;
}

/** A list's text and what is derived from it, found by feed and state digest. */
export interface StoredList {
  readonly text: Uint8Array<ArrayBuffer>;
  readonly hashes: Uint32Array<ArrayBuffer>;
  /** SHA-256 of the hashes' bytes: damage must not turn into a silent "not listed". */
  readonly hashesDigest: string;
}

/** The store door of the lists. What cannot be read, or is not of the right shape, is undefined as if it were not there. */
export interface FeedStore {
  feed(feed: string): Promise<FeedRecord | undefined>;
  /** The record in force before the present one. */
  before(feed: string): Promise<FeedRecord | undefined>;
  text(feed: string, digest: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  hashes(feed: string, digest: string): Promise<Pick<StoredList, 'hashes' | 'hashesDigest'> | undefined>;
  /**
   * Puts a record, and the list when it is a new one, in one transaction: after a crash there is either the old state
   * or the new one. With a new list the record before is kept with its list while there is room; what is older goes.
   *
   * @throws BaizeError `store` when it cannot be stored
   */
  commit(record: FeedRecord, list?: StoredList): Promise<void>;
  /** Forgets all feeds but these. */
  keepOnly(feeds: readonly string[]): Promise<void>;
}

/** The store door of small things, each under its name; undefined for what cannot be read. */
export interface Values {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
}

/** Versions and signed time seen of a feed, kept apart from the lists so that they outlive them (attacks 42). */
export interface Floor {
  readonly root: number;
  readonly timestamp: number;
  readonly signed: number;
}
