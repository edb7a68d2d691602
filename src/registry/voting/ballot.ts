import * as z from 'zod';
import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { followRoots } from '../cosign/roots.ts';
import { acceptVote, requireStatement, statementHeader } from '../log/accept.ts';
import { packBody } from '../log/body.ts';
import { postTo } from '../post.ts';
import type { Registry } from '../registry.ts';
import { compress } from '../release/gzip.ts';
import { sourceOf } from '../release/source.ts';
import { putBody } from '../store/bodies.ts';
import { openDatabase } from '../store/database.ts';
import { inMemory } from '../store/sqlite.ts';
import { type BatchBody, bodyOf, type Opinion, signBatch, type Voter } from './statement.ts';

/** Where votes go. */
export interface Ballot {
  readonly alliance: Alliance;
  /**
   * Hands a signed statement over, a batch with its body.
   *
   * @returns its index in the log: from now on it is there to stay
   * @throws BaizeError `input` saying what is wrong with it, `network`
   */
  cast(statement: Uint8Array, body?: BatchBody): Promise<number>;
}

/** Signs one statement over many keys and hands it over with its body. @returns its index in the log */
export async function castBatch(
  ballot: Ballot,
  voter: Voter,
  keys: readonly string[],
  opinion: Opinion,
  now: Date,
): Promise<number> {
  const body = await bodyOf(keys, opinion);
  return ballot.cast(await signBatch(voter, body, keys.length, opinion, now), body);
}

/** The registry of this machine's folder. */
export function localBallot({ db, alliance }: Registry): Ballot {
  return {
    alliance,
    cast: async (bytes, body) => {
      const now = new Date();
      const statement = await requireStatement(bytes, alliance, now);
      if (body) await putBody(db, await packBody(body.sha256, body.text), now);
      return (await acceptVote(db, alliance, statement, now)).index;
    },
  };
}

const answerSchema = z.object({ leaf: z.int().min(0) });

/**
 * A registry elsewhere, by its base address; its feed lies at `feed/` below it.
 *
 * @param root the root to trust; without one the feed's own first root is believed, for what a vote needs: the log's name and
 * the member's
 */
export async function remoteBallot(registry: string, root?: Uint8Array): Promise<Ballot> {
  const base = registry.replace(/\/*$/, '/');
  const memory = await openDatabase(inMemory);
  const { alliance } = await followRoots(memory, sourceOf(`${base}feed/`), root).finally(() =>
    memory.destroy(),
  );
  return {
    alliance,
    cast: async (bytes, body) => {
      if (body) await sendBody(base, bytes, body);
      const answer = await postTo(new URL('v1/votes', base), bytes);
      const result = answerSchema.safeParse(answer);
      if (result.success) return result.data.leaf;
      throw new BaizeError('network', `${base} did not answer as a registry does.`);
    },
  };
}

async function sendBody(base: string, statement: Uint8Array, { sha256, text }: BatchBody): Promise<void> {
  const headers = {
    'content-type': 'application/gzip',
    [statementHeader]: Buffer.from(statement).toString('base64'),
  };
  await postTo(new URL(`v1/bodies/${sha256}`, base), await compress(text), { method: 'PUT', headers });
}
