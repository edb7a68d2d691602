import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import * as z from 'zod/mini';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';
import { ownId } from './report.ts';

/** Where done work stands when a report or an appeal is sent: what `doWork` gave. */
export const workHeader = 'x-baize-work';
/** PBKDF2 with SHA-256: what every browser brings, away from the thread that draws the page. */
export const workAlgorithm = 'PBKDF2/SHA-256';

const hex = (length: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${length}}$`)));
const count = (most: number) => z.int().check(z.gte(1), z.lte(most));

/**
 * Work that a registry asks for before it takes a report or an appeal (`GET /v1/work?for=ID`): an ALTCHA challenge, version 2
 * (altcha.org). It is for the one id that it names. What it may cost is bounded: a registry can not keep a phone busy.
 */
const workSchema = z.strictObject({
  parameters: z.strictObject({
    algorithm: z.literal(workAlgorithm),
    cost: count(limits.mostWorkCost),
    data: z.strictObject({ for: ownId, most: count(limits.mostWorkTries) }),
    expiresAt: z.int(),
    keyLength: z.literal(32),
    keyPrefix: hex(32),
    keySignature: hex(64),
    nonce: hex(32),
    salt: hex(32),
  }),
  signature: hex(64),
});
export type Work = z.infer<typeof workSchema>;

const doneSchema = z.strictObject({
  challenge: workSchema,
  solution: z.strictObject({ counter: z.int().check(z.gte(0)), derivedKey: hex(64) }),
});
/** Work, and what shows that it was done. */
export type DoneWork = z.infer<typeof doneSchema>;

/** Reads what a registry asks for. @throws BaizeError `format` */
export function parseWork(value: unknown): Work {
  const result = z.safeParse(workSchema, value);
  if (result.success) return result.data;
  throw new BaizeError('format', 'The registry asks for work that nobody can do.');
}

export interface WorkOptions {
  /** Ends the work: `doWork` throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after each try how much of the most there can be is done: 0 to 1. It may be over sooner. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Does the work: about a second on a phone.
 *
 * @returns the value of `workHeader`
 * @throws BaizeError `format` when it comes to nothing after all tries; the signal's reason when that was given
 */
export async function doWork(
  challenge: Work,
  { signal, onProgress = () => {} }: WorkOptions = {},
): Promise<string> {
  const { most } = challenge.parameters.data;
  let tries = 0;
  const tryOne: typeof deriveKey = (...given) => {
    signal?.throwIfAborted();
    if (tries > most) throw new BaizeError('format', 'The registry asks for work that comes to nothing.');
    onProgress(tries / most);
    tries += 1;
    return deriveKey(...given);
  };
  const solution = await solveChallenge({ challenge, deriveKey: tryOne, timeout: limits.workLife });
  if (solution === null) throw new BaizeError('format', 'The work took too long.');
  const { counter, derivedKey } = solution;
  return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } } satisfies DoneWork));
}

/** Reads the value of `workHeader`; null when it is none. Whether it holds only the registry that asked can tell. */
export function readWork(header: string): DoneWork | null {
  if (header.length > limits.workHeaderLength) return null;
  try {
    return z.safeParse(doneSchema, JSON.parse(atob(header))).data ?? null;
  } catch {
    return null;
  }
}
