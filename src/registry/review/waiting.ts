import { BaizeError } from '../../core/errors.ts';
import { type Batch, parseLeaf, type Vote } from '../../core/leaf.ts';
import { checkList, List } from '../../core/list.ts';
import { readBodyText } from '../log/body.ts';
import { leavesBetween, logSize } from '../store/leaves.ts';
import { readPosition } from '../store/position.ts';
import type { Db } from '../store/schema.ts';
import type { StandingVote } from './decide.ts';

/** What a batch says of a key; null when it says nothing. */
type Look = (key: string) => Pick<StandingVote, 'kind' | 'level'> | null;

/**
 * Votes that no release has taken in yet. They are kept in memory as the log has them, so that a page of cases does not read
 * them all again.
 */
export class WaitingVotes {
  private readonly db: Db;
  private from = 0;
  private size = 0;
  private votes = new Map<string, StandingVote[]>();
  private batches: { readonly batch: Batch; readonly leaf: number; readonly look: Look }[] = [];
  private reading: Promise<void> = Promise.resolve();

  constructor(db: Db) {
    this.db = db;
  }

  /** The waiting votes on each of these keys, in the log's order. */
  async on(keys: readonly string[]): Promise<Map<string, StandingVote[]>> {
    this.reading = this.reading.catch(() => {}).then(() => this.catchUp());
    await this.reading;
    return new Map(keys.map((key) => [key, this.onKey(key)]));
  }

  private onKey(key: string): StandingVote[] {
    const inBatches = this.batches.flatMap(({ batch, leaf, look }) => {
      const said = look(key);
      return said === null ? [] : [voteOf(batch, said, leaf)];
    });
    return [...(this.votes.get(key) ?? []), ...inBatches].sort((a, b) => a.leaf - b.leaf);
  }

  private async catchUp(): Promise<void> {
    const { edge } = await readPosition(this.db);
    if (edge.size !== this.from) {
      this.votes = new Map();
      this.batches = [];
      this.from = edge.size;
      this.size = edge.size;
    }
    for (const { index, bytes } of await leavesBetween(this.db, this.size, await logSize(this.db))) {
      const { signed } = parseLeaf(bytes);
      if (signed._type === 'vote') this.take(signed, index);
      if (signed._type === 'batch') await this.takeBatch(signed, index);
      this.size = index + 1;
    }
  }

  private take(vote: Vote, leaf: number): void {
    const said = vote.action === 'list' ? vote : { kind: null, level: null };
    this.votes.set(vote.key, [...(this.votes.get(vote.key) ?? []), voteOf(vote, said, leaf)]);
  }

  /** A body that is no list of keys is passed over, as the replay will. */
  private async takeBatch(batch: Batch, leaf: number): Promise<void> {
    const text = await readBodyText(this.db, batch.body.sha256);
    const look = batch.action === 'list' ? lookInList(text) : lookInKeys(text);
    if (look !== null) this.batches.push({ batch, leaf, look });
  }
}

function lookInList(text: Uint8Array): Look | null {
  try {
    checkList(text);
  } catch (error) {
    if (error instanceof BaizeError) return null;
    throw error;
  }
  const list = new List(text);
  return (key) => list.find(key) ?? null;
}

function lookInKeys(text: Uint8Array): Look {
  const keys = new Set(Buffer.from(text).toString('latin1').split('\n'));
  return (key) => (keys.has(key) ? { kind: null, level: null } : null);
}

function voteOf(
  said: Vote | Batch,
  { kind, level }: Pick<StandingVote, 'kind' | 'level'>,
  leaf: number,
): StandingVote {
  const { member, action, time } = said;
  const isAlarm = said._type === 'vote' && said.action === 'list' && said.emergency === true;
  return {
    ...{ member, action, kind, level: isAlarm ? 'caution' : level, time, leaf },
    ...{ alarm: isAlarm ? 1 : 0, spent: 0 },
  };
}
