import * as z from 'zod';
import { BaizeError } from '../../core/errors.ts';
import { postTo } from '../post.ts';
import type { Cosignatures } from '../release/proposal.ts';

const answerSchema = z.object({ members: z.array(z.string()), needed: z.int(), published: z.boolean() });

/** What the registry made of it: who has signed so far, how many have to, and whether the release is out. */
export type Delivered = z.infer<typeof answerSchema>;

/**
 * Hands signatures over to a registry.
 *
 * @param registry its base address; signatures go to `v1/cosignatures` below it
 * @throws BaizeError `network` when it can not be reached, `input` with its sentence when it refuses
 */
export async function deliver(registry: string, cosignatures: Cosignatures): Promise<Delivered> {
  const url = new URL('v1/cosignatures', registry.replace(/\/*$/, '/'));
  const result = answerSchema.safeParse(await postTo(url, Buffer.from(JSON.stringify(cosignatures))));
  if (result.success) return result.data;
  throw new BaizeError('network', `${registry} did not answer as a registry does.`);
}
