import * as z from 'zod';
import { BaizeError } from '../core/errors.ts';
import { limits } from '../core/limits.ts';
import { own } from '../core/tuf/bytes.ts';

const refusalSchema = z.object({ error: z.string() });

/**
 * Sends something to a registry.
 *
 * @returns its answer, read from JSON; null when it has none
 * @throws BaizeError `network` when it can not be reached, `input` with its own sentence when it refuses
 */
export async function postTo(
  url: URL,
  body: Uint8Array,
  how: { readonly method: 'POST' | 'PUT'; readonly headers: Record<string, string> } = json,
): Promise<unknown> {
  const response = await fetch(url, {
    ...{ ...how, body: own(body), redirect: 'error' as const },
    signal: AbortSignal.timeout(limits.listFetchTimeout),
  }).catch((cause) => {
    throw new BaizeError('network', `${url.href} can not be reached.`, { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const said = refusalSchema.safeParse(answer);
  const message = said.success ? said.data.error : `${url.href} was answered with status ${response.status}.`;
  throw new BaizeError('input', message);
}

const json = { method: 'POST', headers: { 'content-type': 'application/json' } } as const;
