import type { Entry } from '../../src/core/entry.ts';
import { openKey } from '../../src/registry/keys/key-file.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { keyFileOf } from '../../src/registry/release/keys.ts';
import { localBallot } from '../../src/registry/voting/ballot.ts';
import { type Opinion, signVote, type Voter, voterOf } from '../../src/registry/voting/statement.ts';
import { timeOfVote } from '../../src/registry/voting/voices.ts';

/** The reviewer of an alliance of one. */
async function reviewerOf({ paths, alliance }: Registry): Promise<Voter> {
  return voterOf(alliance, await openKey(keyFileOf(paths.keys, 'vote'), 'vote'));
}

/** Votes that entries be listed, one statement each, as the command line does. @returns their places in the log */
export async function listEntries(
  registry: Registry,
  entries: readonly (Entry & { readonly reason?: string })[],
): Promise<number[]> {
  const leaves: number[] = [];
  for (const { key, ...entry } of entries)
    leaves.push(await cast(registry, key, { action: 'list', ...entry }));
  return leaves;
}

/** Votes that an entry leave the list. */
export function clearEntry(registry: Registry, key: string): Promise<number> {
  return cast(registry, key, { action: 'clear' });
}

async function cast(registry: Registry, key: string, opinion: Opinion): Promise<number> {
  const voter = await reviewerOf(registry);
  const time = await timeOfVote(registry.db, voter.member, key, new Date());
  return localBallot(registry).cast(await signVote(voter, key, opinion, time));
}
