import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Alliance } from '../../core/alliance.ts';
import { isKind, type Kind, kinds, type Level } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import { type Arguments, type Option, UsageError } from '../command.ts';
import { listableKey } from '../listable.ts';
import { openRegistry, ownHosts, type Registry } from '../registry.ts';
import { appealById, type StoredAppeal } from '../store/appeals.ts';
import type { Db } from '../store/schema.ts';
import type { Terminal } from '../terminal.ts';

/** The options that say what an entry is. */
export const entryOptions: Readonly<Record<string, Option>> = {
  kind: { value: 'KIND', help: `the sort of scam: ${kinds.join(', ')}` },
  caution: { help: 'warn with a banner instead of stopping the page' },
};

/** @throws UsageError when there is no kind, or one that nobody knows */
export function readEntryOptions(args: Arguments): { kind: Kind; level: Level } {
  const kind = args.text('kind');
  if (kind === undefined) throw new UsageError(`--kind is missing. One of: ${kinds.join(', ')}.`);
  if (!isKind(kind)) throw new UsageError(`There is no kind "${kind}". One of: ${kinds.join(', ')}.`);
  return { kind, level: args.has('caution') ? 'caution' : 'stop' };
}

/** The canonical key of what was typed. @throws BaizeError `input` saying why it can not be listed */
export function requireKey(text: string, alliance: Alliance): string {
  const listable = listableKey(text, ownHosts(alliance));
  if ('key' in listable) return listable.key;
  throw new BaizeError('input', `${text} can not be listed: ${listable.refusal}.`);
}

/** Does something with the registry of the data folder and closes it, come what may. */
export async function withRegistry<T>(
  { data }: Pick<Arguments, 'data'>,
  work: (registry: Registry) => Promise<T>,
): Promise<T> {
  const registry = await openRegistry(data);
  try {
    return await work(registry);
  } finally {
    await registry.close();
  }
}

/** The appeal of an id that was typed. @throws BaizeError `input` when there is none */
export async function requireAppeal(db: Db, id: string): Promise<StoredAppeal> {
  const appeal = /^\d{1,15}$/.test(id) ? await appealById(db, Number(id)) : null;
  if (appeal !== null) return appeal;
  throw new BaizeError('input', `There is no appeal "${id}". See: baize appeal list`);
}

/** Lines are printed together: one write a line makes 351,000 of them slow. */
const LINES_PER_WRITE = 500;

/** Prints lines as they come, as soon as there are enough of them for one write. */
export async function printLines(lines: AsyncIterable<string>, print: Terminal['print']): Promise<void> {
  let waiting: string[] = [];
  for await (const line of lines) {
    waiting.push(line);
    if (waiting.length < LINES_PER_WRITE) continue;
    await print(waiting.join('\n'));
    waiting = [];
  }
  if (waiting.length > 0) await print(waiting.join('\n'));
}

/** The bytes of a file, or of standard input for "-". @throws BaizeError `input` */
export async function readInput(file: string, { input }: Terminal): Promise<Uint8Array> {
  if (file === '-') return buffer(input);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new BaizeError('input', `${file} can not be read: is the name right?`, { cause });
  }
}
