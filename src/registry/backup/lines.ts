import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { BaizeError } from '../../core/errors.ts';

/**
 * A backup is gzip of lines of JSON: a head; tables, each followed by its rows; files; an end with the SHA-256 of all lines
 * before it. It is the same for every database, so that what one kind wrote another can read.
 */
const cellSchema = z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.base64() })]);
const headSchema = z.strictObject({
  format: z.literal('baize-backup-1'),
  /** How many migrations had led to the tables. */
  schema: z.int().positive(),
  /** ISO 8601, UTC. */
  made: z.string(),
});
const rowSchema = z.array(cellSchema);
const tableSchema = z.strictObject({ table: z.string(), columns: z.array(z.string()) });
const fileSchema = z.strictObject({
  /** Below the data folder. */
  file: z.string().regex(/^(feed|keys)(\/[\w-][\w.-]*)+$/),
  content: z.base64(),
});
const endSchema = z.strictObject({ end: z.string() });
const lineSchema = z.union([rowSchema, tableSchema, fileSchema, endSchema, headSchema]);

type Cell = z.infer<typeof cellSchema>;
type End = z.infer<typeof endSchema>;
/** A line of a backup. */
export type Line = Exclude<z.infer<typeof lineSchema>, End>;
/** A value of a row, as the databases give and take it. */
export type Value = string | number | null | Uint8Array;

/** The longest line: a file of the feed in base64. */
const LONGEST = 64_000_000;
/** Characters that are written at one go: a row at a time takes three times as long. */
const PIECE = 65_536;
const LF = 10;

/** A row as a line has it. */
export function cellsOf(values: readonly Value[]): Cell[] {
  return values.map((value) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  );
}

/** A line as a row has it. */
export function valuesOf(cells: readonly Cell[]): Value[] {
  return cells.map((cell) =>
    typeof cell === 'object' && cell !== null ? Buffer.from(cell.base64, 'base64') : cell,
  );
}

/** Writes lines, many at a time, and the end that seals them. */
export async function* seal(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let waiting = '';
  for await (const line of lines) {
    waiting += `${JSON.stringify(line)}\n`;
    if (waiting.length < PIECE) continue;
    hash.update(waiting);
    yield waiting;
    waiting = '';
  }
  const end: End = { end: hash.update(waiting).digest('hex') };
  yield `${waiting}${JSON.stringify(end)}\n`;
}

/**
 * Reads a backup line by line. What it yields counts only when it has come to its end: not before then is it known that all
 * of it is as it was written.
 *
 * @throws BaizeError `input` when it can not be read, is no backup, or is not whole
 */
export async function* readBackup(file: string): AsyncGenerator<Line> {
  const text = createGunzip();
  // An error of either reaches whoever reads the text.
  pipeline(createReadStream(file), text, () => {});
  try {
    yield* unseal(splitLines(text));
  } catch (cause) {
    if (cause instanceof BaizeError) throw cause;
    throw new BaizeError('input', `${file} ${complaintOf(cause)}`, { cause });
  }
}

function complaintOf(cause: unknown): string {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return isMissing
    ? 'is not there.'
    : 'is no whole backup: it was cut short, was changed or is something else.';
}

async function* unseal(lines: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const hash = createHash('sha256');
  let isOver = false;
  for await (const bytes of lines) {
    if (isOver) throw new Error('There is more after the end.');
    const line = lineSchema.parse(JSON.parse(bytes.toString('utf8')));
    if (!('end' in line)) yield line;
    else if (line.end !== hash.copy().digest('hex')) throw new Error('The digest does not hold.');
    else isOver = true;
    hash.update(bytes);
  }
  if (!isOver) throw new Error('There is no end.');
}

/** Lines with their LF. */
async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, start)) {
      yield Buffer.concat([...open, chunk.subarray(start, at + 1)]);
      open = [];
      length = 0;
      start = at + 1;
    }
    open.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LONGEST) throw new Error('A line is too long.');
  }
  if (length > 0) throw new Error('The last line is cut short.');
}
