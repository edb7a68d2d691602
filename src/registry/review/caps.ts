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

  /** Whether one more statement over so many keys is within the day's caps. */
  async allow(member: string, keys: number): Promise<boolean> {
    const now = await this.with(member, keys);
    return now.votes <= this.caps.votes && now.keys <= this.caps.keys;
  }

  /** Takes note of a statement over so many keys. */
  async spend(member: string, keys: number): Promise<void> {
    const { tx, day } = this;
    const now = await this.with(member, keys);
    await tx
      .insertInto('spending')
      .values({ member, day, ...now })
      .onConflict((conflict) => conflict.columns(['member', 'day']).doUpdateSet(now))
      .execute();
  }

  private async with(member: string, keys: number): Promise<Alliance['caps']> {
    const spent = await this.tx
      .selectFrom('spending')
      .select(['votes', 'keys'])
      .where('member', '=', member)
      .where('day', '=', this.day)
      .executeTakeFirst();
    return { votes: (spent?.votes ?? 0) + 1, keys: (spent?.keys ?? 0) + keys };
  }
}
