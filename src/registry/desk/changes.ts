import { eventsAfter, lastEvent } from '../store/desk-events.ts';
import { logSize } from '../store/leaves.ts';
import { lastRelease } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import type { DeskEvent } from './api.ts';

const LOOK_EVERY = 1_000;
/** More at once are told as one: everything may have changed. */
const MOST = 100;

type Hear = (events: readonly DeskEvent[]) => void;

/** How far was looked. */
interface Mark {
  /** Highest number of an event at the last look, and at the one before. */
  readonly event: number;
  readonly eventBefore: number;
  readonly leaves: number;
  readonly release: number;
}

/** What has changed at the desk, whichever process changed it: looked at once a second while somebody listens. */
export class Changes {
  private readonly db: Db;
  private readonly listeners = new Set<Hear>();
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private mark: Mark | null = null;
  private told = new Set<number>();

  constructor(db: Db) {
    this.db = db;
  }

  /** Tells of whatever changes from when this returns. @returns what ends it */
  async listen(hear: Hear): Promise<() => void> {
    this.listeners.add(hear);
    this.mark ??= await this.begin();
    this.timer ??= setInterval(() => this.tick(), LOOK_EVERY).unref();
    return () => {
      this.listeners.delete(hear);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer ?? undefined);
      this.timer = null;
      this.mark = null;
    };
  }

  private tick(): void {
    // A database that does not answer is told of by everything else.
    this.looking ??= this.look().then(
      () => {
        this.looking = null;
      },
      () => {
        this.looking = null;
      },
    );
  }

  private async look(): Promise<void> {
    const before = this.mark ?? (await this.begin());
    const rows = await eventsAfter(this.db, before.eventBefore);
    const leaves = await logSize(this.db);
    const release = (await lastRelease(this.db))?.id ?? 0;
    const fresh = rows.filter(({ id }) => !this.told.has(id));
    this.told = new Set(rows.map(({ id }) => id));
    // With several writers an event can become visible after one with a higher number: it is looked for once more.
    this.mark = { event: rows.at(-1)?.id ?? before.event, eventBefore: before.event, leaves, release };
    const events: DeskEvent[] = [
      ...few(fresh.map(({ what, of }) => ({ what, of }))),
      ...(leaves > before.leaves ? [{ what: 'vote', of: 0 } as const] : []),
      ...(release > before.release ? [{ what: 'release', of: 0 } as const] : []),
    ];
    if (events.length > 0) for (const hear of this.listeners) hear(events);
  }

  private async begin(): Promise<Mark> {
    const event = await lastEvent(this.db);
    this.told = new Set();
    const release = (await lastRelease(this.db))?.id ?? 0;
    return { event, eventBefore: event, leaves: await logSize(this.db), release };
  }
}

/** Each once; where there are many, one of each sort that stands for all. */
function few(events: readonly DeskEvent[]): DeskEvent[] {
  const each = new Map(events.map((event) => [`${event.what} ${event.of}`, event]));
  if (each.size <= MOST) return [...each.values()];
  return [...new Set(events.map(({ what }) => what))].map((what) => ({ what, of: 0 }));
}
