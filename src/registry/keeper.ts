import type { Registry } from './registry.ts';
import { type Published, publish } from './release/publish.ts';
import { isAppealUntold } from './release/told-appeals.ts';
import { eraseContacts } from './store/contacts.ts';
import { logSize } from './store/leaves.ts';
import { readPosition } from './store/position.ts';
import { openRelease } from './store/releases.ts';

/** How often the log is looked at for new votes. */
const LOOK_EVERY = 500;
/** Votes that come one after another are taken together: until none has come for one look, or this long. */
const LONGEST_WAIT = 2_000;
/** How often expiries are looked at, whatever happens. */
const RENEW_EVERY = 5 * 60_000;
/** Co-signers have this long before votes that came since take a new proposal. */
export const patience = 20_000;

/** What keeps a feed up to date while a server runs. */
export interface Keeper {
  /** Waits for a publication under way and begins no other. */
  end(): Promise<void>;
}

/**
 * Publishes at once, then whenever votes have come or an appeal was answered, and every few minutes for what nears its expiry;
 * then it also erases how people can be reached whose time is over. What goes wrong is
 * logged; the next time may do. Several processes may do this side by side: the lock of `publish` lets one at a time.
 */
export function keepPublished(registry: Registry, log: (line: string) => void): Keeper {
  const waiting = new Waiting();
  let renewed = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  const look = async () => {
    const isOld = performance.now() - renewed > RENEW_EVERY;
    try {
      const isDue = isOld || (await waiting.isOver(registry)) || (await isAppealUntold(registry.db));
      if (isOld) await eraseContacts(registry.db, new Date());
      if (!isDue) return;
      renewed = performance.now();
      say(await publish(registry, { patience }), log);
    } catch (error) {
      log(`The feed was not published: ${error instanceof Error ? error.message : error}`);
    }
  };
  const tick = () => {
    running ??= look().finally(() => {
      running = null;
    });
  };
  tick();
  const timer = setInterval(tick, LOOK_EVERY);
  return {
    end: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** Whether new votes have waited long enough to be taken into a release. */
class Waiting {
  private size = 0;
  private since: number | null = null;

  async isOver({ db }: Registry): Promise<boolean> {
    const size = await logSize(db);
    const isQuiet = size === this.size;
    this.size = size;
    if (size <= (await readPosition(db)).edge.size) this.since = null;
    else this.since ??= performance.now();
    if (this.since === null) return false;
    if (!isQuiet && performance.now() - this.since < LONGEST_WAIT) return false;
    const open = await openRelease(db);
    return open === undefined || Date.now() - Date.parse(open.time) > patience;
  }
}

function say({ outcome, version, entries, tally }: Published, log: (line: string) => void): void {
  const news = {
    released: `Release ${version} is out: ${entries} entries.`,
    renewed: `Renewed the signatures of release ${version}.`,
    proposed: `Release ${version} waits for co-signers: ${tally.members.length} of ${tally.needed} have signed.`,
    current: null,
  }[outcome];
  if (news !== null) log(news);
}
