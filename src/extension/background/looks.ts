import { limits } from '../../core/limits.ts';
import { dueAt, pauseAfter } from './pace.ts';
import type { FeedRecord } from './store.ts';
import type { Outcome } from './sync.ts';

/** All that looks touch outside themselves. */
export interface LookDoors {
  readonly feeds: () => readonly FeedRecord[];
  readonly look: (feed: string) => Promise<Outcome>;
  /** A look ended: puts in force what came of it. */
  readonly settle: (feed: string, outcome: Outcome) => Promise<void>;
  readonly plan: (when: number) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * When which feed is looked at. Each has a pace of its own and they are looked at side by side, so that a publisher who
 * is gone, or a look that fails in whatever way, holds up no other.
 */
export class Looks {
  private readonly doors: LookDoors;
  private readonly running = new Map<string, Promise<void>>();
  /** Feeds whose last look could not even be noted: why, and when they are due again. */
  private readonly stumbles = new Map<string, { readonly why: string; readonly until: number }>();

  constructor(doors: LookDoors) {
    this.doors = doors;
  }

  /** Looks at the feeds that are due. */
  due(): Promise<void> {
    return this.at((record) => this.dueAt(record) <= this.doors.now());
  }

  /** Looks at every feed: a person asks. */
  all(): Promise<void> {
    return this.at(() => true);
  }

  /** Looks at what failed last, and at what is due: the connection may be back. */
  again(): Promise<void> {
    return this.at((record) => record.error !== null || this.dueAt(record) <= this.doors.now());
  }

  /** Whether nobody answered for a feed a moment ago and more: the computer was offline, and may be no more. */
  get isCutOff(): boolean {
    const before = this.doors.now() - limits.leastPause;
    return this.doors
      .feeds()
      .some(
        ({ error, failures, looked = 0 }) => error?.code === 'network' && failures === 0 && looked < before,
      );
  }

  /** Why the last look at a feed could not be finished, a full disk say; null when it was. */
  stumble(feed: string): string | null {
    return this.stumbles.get(feed)?.why ?? null;
  }

  private async at(wanted: (record: FeedRecord) => boolean): Promise<void> {
    const feeds = this.doors.feeds().filter(wanted);
    if (feeds.length === 0) await this.plan();
    await Promise.all(feeds.map(({ feed }) => this.once(feed)));
  }

  /** One look at a feed at a time: who asks while it is under way waits for that one (attacks 46). */
  private once(feed: string): Promise<void> {
    const looking = this.running.get(feed) ?? this.look(feed).finally(() => this.running.delete(feed));
    this.running.set(feed, looking);
    return looking;
  }

  private async look(feed: string): Promise<void> {
    const { look, settle, now } = this.doors;
    let outcome: Outcome = 'failed';
    try {
      outcome = await look(feed);
      this.stumbles.delete(feed);
    } catch (error) {
      console.error(error);
      this.stumbles.set(feed, { why: String(error), until: now() + limits.pollInterval });
    }
    await settle(feed, outcome);
    await this.plan(feed);
  }

  /** Plans the next look at whatever is due first. @param done its look ends with this */
  private async plan(done: string | null = null): Promise<void> {
    const { feeds, plan, now, random } = this.doors;
    const idle = feeds().filter(({ feed }) => feed === done || !this.running.has(feed));
    const first = Math.min(now() + pauseAfter(0, random), ...idle.map((record) => this.dueAt(record)));
    await plan(Math.max(first, now() + limits.leastPause));
  }

  private dueAt(record: FeedRecord): number {
    const due = dueAt(record, this.doors.now());
    return Math.max(due, this.stumbles.get(record.feed)?.until ?? 0);
  }
}
