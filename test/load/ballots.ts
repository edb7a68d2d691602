import { setTimeout as sleep } from 'node:timers/promises';
import { openKey } from '../../src/registry/keys/key-file.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { keyFileOf } from '../../src/registry/release/keys.ts';
import { signVote, voterOf } from '../../src/registry/voting/statement.ts';

/** A vote that the server took: its bytes, and the place in the log that it was told. */
export interface Cast {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly leaf: number;
}

const PAUSE = 40;

/**
 * Votes for one name after the other, as the reviewer of an alliance of one, by HTTP. A vote without an answer is sent again
 * until there is one.
 */
export async function castVotes(
  { alliance, paths }: Registry,
  url: string,
  until: () => boolean,
): Promise<Cast[]> {
  const voter = voterOf(alliance, await openKey(keyFileOf(paths.keys, 'vote'), 'vote'));
  const opinion = { action: 'list', kind: 'phishing', level: 'stop' } as const;
  const cast: Cast[] = [];
  while (!until()) {
    const key = `voted-${cast.length}.test`;
    const bytes = await signVote(voter, key, opinion, new Date());
    let leaf: number | null = null;
    while (leaf === null && !until()) {
      leaf = await send(url, bytes);
      await sleep(PAUSE);
    }
    if (leaf !== null) cast.push({ key, bytes, leaf });
  }
  return cast;
}

/** @returns the vote's place in the log, or null when there was no answer */
async function send(url: string, body: Uint8Array): Promise<number | null> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}v1/votes`, { method: 'POST', headers, body: Buffer.from(body) });
    const { leaf, error } = (await answer.json()) as { leaf?: number; error?: string };
    if (answer.status >= 400 && answer.status !== 503) throw new Error(`A vote was refused: ${error}`);
    return leaf ?? null;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('A vote')) throw error;
    return null;
  }
}
