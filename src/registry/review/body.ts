import { createHash } from 'node:crypto';
import { type Entry, formatEntry, parseEntry } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import type { Batch } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { listingRules } from '../rules.ts';
import type { Db } from '../store/schema.ts';
import { refusalOfKey } from './statement.ts';

/** One line of a body: what is voted on a key. `kind` and `level` are null for `clear`. */
export type Line = Entry | { readonly key: string; readonly kind: null; readonly level: null };

/**
 * Reads a batch's body: all of it counts, or nothing.
 *
 * @param text of the body, whatever it is
 * @param hosts the feed's own, which no list may carry
 * @returns its lines, or the sentence that says why it does not count
 * @throws BaizeError `hash` when the text is not the one that was signed
 */
export async function readBatch(
  tx: Db,
  batch: Batch,
  text: Uint8Array,
  hosts: readonly string[],
): Promise<readonly Line[] | { readonly refusal: string }> {
  const { sha256, length, keys } = batch.body;
  requireDigest(text, sha256);
  if (text.length !== length) return { refusal: `its body has ${text.length} bytes where it says ${length}` };
  const lines = readLines(text, batch.action);
  if (!Array.isArray(lines)) return lines as { refusal: string };
  if (lines.length !== keys) return { refusal: `its body has ${lines.length} keys where it says ${keys}` };
  const refusal = await refusalOfLines(tx, batch, lines, hosts);
  return refusal === null ? lines : { refusal };
}

/**
 * Another text than the one that was signed says nothing about the batch: were it passed over, whoever carries the bodies could
 * have a member's votes passed over, and all co-signers would agree.
 */
function requireDigest(text: Uint8Array, sha256: string): void {
  if (createHash('sha256').update(text).digest('hex') === sha256) return;
  throw new BaizeError('hash', `The body ${sha256} of a batch was handed over as another text.`);
}

function readLines(text: Uint8Array, action: Batch['action']): Line[] | { readonly refusal: string } {
  const parts = Buffer.from(text).toString('latin1').split('\n');
  if (parts.pop() !== '') return { refusal: 'its body does not end with a line feed' };
  const read = action === 'list' ? readEntry : readKey;
  const lines: Line[] = [];
  for (const part of parts) {
    const line = read(part);
    if (line === null) return { refusal: `its body has a malformed line ${lines.length + 1}` };
    if (line.key <= (lines.at(-1)?.key ?? '')) return { refusal: `its body is not sorted at ${line.key}` };
    lines.push(line);
  }
  return lines;
}

function readEntry(line: string): Line | null {
  try {
    const entry = parseEntry(line);
    return formatEntry(entry) === line ? entry : null;
  } catch (error) {
    if (error instanceof BaizeError) return null;
    throw error;
  }
}

function readKey(line: string): Line | null {
  const isKey = line.length <= limits.keyLength && /^[!-~]+$/.test(line);
  return isKey ? { key: line, kind: null, level: null } : null;
}

/** Whether the keys may be listed takes 10 µs each, and three members vote over one body: it is found out once, by each set of rules. */
async function refusalOfLines(
  tx: Db,
  { action, body: { sha256 } }: Batch,
  lines: readonly Line[],
  hosts: readonly string[],
): Promise<string | null> {
  if (action === 'clear') return null;
  const name = { sha256, action, hosts: [listingRules, ...hosts].join(' ') };
  const known = await tx
    .selectFrom('checked')
    .select('refusal')
    .where((eb) => eb.and(name))
    .executeTakeFirst();
  if (known !== undefined) return known.refusal;
  let refusal: string | null = null;
  for (const { key } of lines) {
    refusal = refusalOfKey(key, hosts);
    if (refusal !== null) break;
  }
  await tx
    .insertInto('checked')
    .values({ ...name, refusal })
    .execute();
  return refusal;
}
