import type { Alliance } from '../../core/alliance.ts';
import type { Db } from '../store/schema.ts';

/** What each member has voted on the day of a release (UTC), held to the alliance's caps. */
export class Caps {
  private readonly tx: Db;
  private readonly caps: Alliance['caps'];
  private readonly day: string;

  /** @param time of the release: ISO 8601, UTC */
  constructor(tx: Db, { caps }: Alliance, time: string) {
    this.tx = tx;
    this.caps = caps;
    this.day = time.slice(0, 'YYYY-MM-DD'.length);
  }

  /** Takes note of a statement over so many keys. @returns false, and takes no note, when that is more than the day's */
  async spend(member: string, keys: number): Promise<boolean> {
    const { tx, caps, day } = this;
    const spent = await tx
      .selectFrom('spending')
      .select(['votes', 'keys'])
      .where('member', '=', member)
      .where('day', '=', day)
      .executeTakeFirst();
    const now = { votes: (spent?.votes ?? 0) + 1, keys: (spent?.keys ?? 0) + keys };
    if (now.votes > caps.votes || now.keys > caps.keys) return false;
    await tx
      .insertInto('spending')
      .values({ member, day, ...now })
      .onConflict((conflict) => conflict.columns(['member', 'day']).doUpdateSet(now))
      .execute();
    return true;
  }
}
