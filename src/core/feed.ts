import * as z from 'zod/mini';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';

/** Where a feed's files lie below its base address (protocol, "Files"). Digests are SHA-256 in lower-case hex. */
export const feedFiles = {
  metadata: (name: string) => `metadata/${name}`,
  target: (digest: string, name: string) => `targets/${digest}.${name}`,
  delta: (newer: string, older: string) => `delta/${newer}/${older}.gz`,
  why: (keyDigest: string) => `why/${keyDigest.slice(0, 3)}.json`,
  /** Files of the log: `checkpoint`, `tile/…` (c2sp.org/tlog-tiles). */
  log: (name: string) => `log/${name}`,
  /** What a batch of votes is about. */
  body: (digest: string) => `log/body/${digest}.txt.gz`,
  /** What the registry counts, for people to look at; signed by nobody. */
  statistics: 'statistics.json',
  /** That a release is in the log (c2sp.org/tlog-proof); by the version of its targets. */
  proof: (version: number) => `proof/${version}.tlog-proof`,
} as const;

/** The names of a feed's two TUF targets. */
export const listTarget = 'list.txt.gz';
export const allianceTarget = 'alliance.json';

const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** `custom` of the list's target: the unpacked text. Its digest names the state of the list. */
const stateSchema = z.object({
  length: z.int().check(z.gte(0), z.lte(limits.listBytes)),
  sha256: digest,
  entries: z.int().check(z.gte(0)),
});
export type State = z.infer<typeof stateSchema>;

/** Reads the `custom` part of the list's target. @throws BaizeError `format` */
export const parseState = (value: unknown): State => read(stateSchema, value, 'list target');

function read<T>(schema: z.ZodMiniType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BaizeError('format', `The feed's ${what} is not as the protocol has it: ${result.error.message}`);
}
