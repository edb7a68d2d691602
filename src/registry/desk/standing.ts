import type { Alliance } from '../../core/alliance.ts';
import { parseLeaf } from '../../core/leaf.ts';
import { countingVotes, type Held } from '../review/decide.ts';
import { rulesOf } from '../review/replay.ts';
import { type VoteOnKey, votesOn } from '../review/standing.ts';
import { leavesAt } from '../store/leaves.ts';
import type { Db } from '../store/schema.ts';
import type { Standing, VoteShown } from './api.ts';
import type { WaitingVotes } from './waiting.ts';

/** A member's newest vote on a key, votes that wait included. */
interface Voice extends VoteOnKey {
  readonly counts: boolean;
  readonly waits: boolean;
}

/** How the votes on a key add up. */
export interface Tally extends Pick<Standing, 'lists' | 'clears' | 'quorum'> {
  /** In the log's order. */
  readonly voices: readonly Voice[];
}

/** How the votes on each of these keys add up, those that no release has taken in yet included. @param time ISO 8601 */
export async function talliesOf(
  db: Db,
  waiting: WaitingVotes,
  alliance: Alliance,
  keys: readonly string[],
  time: string,
): Promise<Map<string, Tally>> {
  if (keys.length === 0) return new Map();
  const rules = rulesOf(alliance, time);
  const [standing, late] = [await votesOn(db, keys), await waiting.on(keys)];
  return new Map(
    keys.map((key) => {
      const newest = newestOf(standing.get(key)!, late.get(key)!);
      const counting = new Set(countingVotes(newest, rules));
      const lists = [...counting].filter(({ action }) => action === 'list').length;
      const voices = newest.map((vote) => ({ ...vote, counts: counting.has(vote) }));
      return [key, { lists, clears: counting.size - lists, quorum: rules.quorum, voices }];
    }),
  );
}

/** Each member's newest vote by its own time, as the replay takes them, in the log's order. */
function newestOf(
  standing: readonly VoteOnKey[],
  late: readonly VoteOnKey[],
): (VoteOnKey & { waits: boolean })[] {
  const votes = new Map(standing.map((vote) => [vote.member, { ...vote, waits: false }]));
  for (const vote of late) {
    const before = votes.get(vote.member);
    if (before === undefined || before.time < vote.time) votes.set(vote.member, { ...vote, waits: true });
  }
  return [...votes.values()].sort((a, b) => a.leaf - b.leaf);
}

/** What a member says of a key now; null when it says nothing, or was overruled since. */
export function opinionOf({ voices }: Tally, member: string | undefined): 'list' | 'clear' | null {
  const vote = voices.find((voice) => voice.member === member && voice.spent === 0);
  return vote?.action ?? null;
}

/** All that is known of how a key stands. */
export async function standingOf(db: Db, key: string, { voices, ...tally }: Tally): Promise<Standing> {
  const leaves = new Map(
    (
      await leavesAt(
        db,
        voices.map(({ leaf }) => leaf),
      )
    ).map(({ index, bytes }) => [index, bytes]),
  );
  const votes = voices.map((voice) => showVoice(voice, leaves.get(voice.leaf)!));
  const held = await heldOf(db, key);
  return { ...tally, votes, entry: held && { ...held, alarm: held.alarm === 1 } };
}

function showVoice(voice: Voice, bytes: Uint8Array): VoteShown {
  const { member, action, kind, level, time, leaf, alarm, counts, waits } = voice;
  const { signed } = parseLeaf(bytes);
  const { reason = null, evidence = [] } = signed._type === 'vote' || signed._type === 'batch' ? signed : {};
  return {
    ...{ member, action, kind, level, time, leaf, reason, evidence },
    ...{ emergency: alarm === 1, counts, waits },
  };
}

async function heldOf(db: Db, key: string): Promise<Held | null> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('tenure', 'tenure.key', 'entry.key')
    .select(['kind', 'level', 'until', 'alarm'])
    .where('entry.key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}
