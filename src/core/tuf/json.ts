import { BaizeError } from '../errors.ts';
import { limits } from '../limits.ts';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export type JsonObject = { [name: string]: JsonValue };

/** Where the parser stands in the text. */
interface Cursor {
  readonly text: string;
  at: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Parses UTF-8 JSON (RFC 8259) with every ambiguity refused, because two parsers that read one signed file differently
 * are an attack: no byte order mark, invalid UTF-8, lone surrogate, repeated name, `__proto__`, number beyond a double,
 * text after the value, or nesting beyond `limits.jsonDepth`.
 * Objects come back without a prototype. Throws `format`.
 */
export function parseStrict(bytes: Uint8Array): JsonValue {
  const cursor: Cursor = { text: decode(bytes), at: 0 };
  const value = readValue(cursor, 0);
  take(cursor, SPACE);
  if (cursor.at < cursor.text.length) fail(cursor, 'text after the value');
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    // ignoreBOM keeps the mark in the text, where it is no JSON.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BaizeError('format', 'The file is not valid UTF-8.', { cause });
  }
}

function fail(cursor: Cursor, what: string): never {
  throw new BaizeError('format', `The file is not strict JSON: ${what} at character ${cursor.at}.`);
}

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const token = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += token.length;
  return token;
}

/** Skips space, then takes `mark` if it stands there. */
function takeMark(cursor: Cursor, mark: string): boolean {
  take(cursor, SPACE);
  const found = cursor.text[cursor.at] === mark;
  if (found) cursor.at += 1;
  return found;
}

function readValue(cursor: Cursor, depth: number): JsonValue {
  if (depth > limits.jsonDepth) fail(cursor, 'too deep nesting');
  take(cursor, SPACE);
  const first = cursor.text[cursor.at];
  if (first === '{') return readObject(cursor, depth);
  if (first === '[') return readArray(cursor, depth);
  if (first === '"') return readString(cursor);
  return readNumber(cursor) ?? readLiteral(cursor);
}

function readObject(cursor: Cursor, depth: number): JsonObject {
  const object: JsonObject = Object.create(null);
  cursor.at += 1;
  if (takeMark(cursor, '}')) return object;
  do {
    take(cursor, SPACE);
    const name = readString(cursor);
    if (name === '__proto__') fail(cursor, 'the name __proto__');
    if (name in object) fail(cursor, 'a repeated name');
    if (!takeMark(cursor, ':')) fail(cursor, 'a missing colon');
    object[name] = readValue(cursor, depth + 1);
  } while (takeMark(cursor, ','));
  if (!takeMark(cursor, '}')) fail(cursor, 'an object that does not end');
  return object;
}

function readArray(cursor: Cursor, depth: number): JsonValue[] {
  const array: JsonValue[] = [];
  cursor.at += 1;
  if (takeMark(cursor, ']')) return array;
  do array.push(readValue(cursor, depth + 1));
  while (takeMark(cursor, ','));
  if (!takeMark(cursor, ']')) fail(cursor, 'an array that does not end');
  return array;
}

function readString(cursor: Cursor): string {
  if (cursor.text[cursor.at] !== '"') fail(cursor, 'a missing string');
  const end = endOfString(cursor);
  const value = unquote(cursor, cursor.text.slice(cursor.at, end));
  cursor.at = end;
  return value;
}

/** Position after the closing quote: the first one not escaped. */
function endOfString({ text, at }: Cursor): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function unquote(cursor: Cursor, quoted: string): string {
  let value: string;
  try {
    value = JSON.parse(quoted);
  } catch {
    fail(cursor, 'a malformed string');
  }
  if (LONE_SURROGATE.test(value)) fail(cursor, 'half a character');
  return value;
}

function readNumber(cursor: Cursor): number | undefined {
  const token = take(cursor, NUMBER);
  if (token === '') return undefined;
  const value = Number(token);
  if (!Number.isFinite(value)) fail(cursor, 'a number out of range');
  return value;
}

function readLiteral(cursor: Cursor): boolean | null {
  const token = take(cursor, LITERAL);
  if (token === '') fail(cursor, 'no value');
  return token === 'null' ? null : token === 'true';
}

/**
 * The bytes that are signed: OLPC canonical JSON (TUF specification 4.1). Names in code point order, no space, only `"`
 * and `\` escaped, integers only. Throws `format` for a number that is not a safe integer.
 */
export function canonical(value: JsonValue): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(write(value));
}

function write(value: JsonValue): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return writeInteger(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  const names = Object.keys(value).sort(byCodePoint);
  return `{${names.map((name) => `${quote(name)}:${write(value[name]!)}`).join(',')}}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function writeInteger(value: number): string {
  if (!Number.isSafeInteger(value)) {
    throw new BaizeError('format', `Canonical JSON has whole numbers only, not ${value}.`);
  }
  return String(value);
}

/** JavaScript sorts by UTF-16 unit, which puts U+1F600 before U+FF5E. */
function byCodePoint(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.codePointAt(i)! - b.codePointAt(i)!;
  }
  return a.length - b.length;
}
