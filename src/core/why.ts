import * as z from 'zod/mini';
import { BaizeError } from './errors.ts';
import { parseStatement, type Statement } from './feed.ts';
import { canonical, type JsonValue, parseStrict } from './tuf/json.ts';
import { parseRoot } from './tuf/metadata.ts';
import { signersOf } from './tuf/signatures.ts';

const signature = z.object({ keyid: z.string(), sig: z.string() });
const statementFile = z.object({ signed: z.unknown(), signatures: z.array(signature) });

/**
 * The statement about a key in a `why` file: who carries the file can neither change nor invent one.
 *
 * @param root the trusted root, whose targets keys sign statements
 * @returns null when the file has none for this key
 * @throws BaizeError `format`; `threshold` when no key of the feed signed it
 */
export async function readWhy(file: Uint8Array, key: string, root: Uint8Array): Promise<Statement | null> {
  const shard = parseStrict(file);
  const isObject = shard !== null && typeof shard === 'object' && !Array.isArray(shard);
  if (!isObject) throw new BaizeError('format', 'The file of reasons is malformed.');
  if (!Object.hasOwn(shard, key)) return null;
  const { signed, signatures } = envelopeOf(shard[key]);
  const message = canonical(signed as JsonValue);
  const signers = await signersOf({ signed, signatures, message }, parseRoot(root).signed, 'targets');
  if (signers.length === 0) throw new BaizeError('threshold', 'The reason is not signed by the feed.');
  const statement = parseStatement(signed);
  return statement.key === key ? statement : null;
}

function envelopeOf(value: unknown) {
  const result = z.safeParse(statementFile, value);
  if (result.success) return result.data;
  throw new BaizeError('format', 'The file of reasons is malformed.');
}
