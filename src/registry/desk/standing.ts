import { parseLeaf } from '../../core/leaf.ts';
import { heldOf, type Tally, type Voice } from '../review/explain.ts';
import { leavesAt } from '../store/leaves.ts';
import type { Db } from '../store/schema.ts';
import type { Standing, VoteShown } from './api.ts';

/** What a member says of a key now; null when it says nothing, or was overruled since. */
export function opinionOf({ voices }: Tally, member: string | undefined): 'list' | 'clear' | null {
  const vote = voices.find((voice) => voice.member === member && voice.spent === 0);
  return vote?.action ?? null;
}

/** All that is known of how a key stands. */
export async function standingOf(db: Db, key: string, { voices, ...tally }: Tally): Promise<Standing> {
  const places = voices.map(({ leaf }) => leaf);
  const leaves = new Map((await leavesAt(db, places)).map(({ index, bytes }) => [index, bytes]));
  const votes = voices.map((voice) => showVoice(voice, leaves.get(voice.leaf)!));
  return { ...tally, votes, entry: showHeld(await heldOf(db, key)) };
}

function showHeld(held: Awaited<ReturnType<typeof heldOf>>): Standing['entry'] {
  if (held === null) return null;
  const { kind, level, until, alarm } = held;
  return { kind, level, until, alarm: alarm === 1 };
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
