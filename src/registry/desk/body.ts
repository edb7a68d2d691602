import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { BaizeError } from '../../core/errors.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { refuse } from '../answers.ts';

/** Refuses a body of more bytes. */
export function limitTo(maxSize: number) {
  const message = `What is sent here has at most ${maxSize} bytes.`;
  return bodyLimit({ maxSize, onError: (c) => refuse(c, 413, 'length', message) });
}

/** The body, read from JSON. @throws BaizeError `input` naming the field that is wrong */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return readAs(schema, parse(new Uint8Array(await c.req.arrayBuffer())));
}

/** Whatever was sent, in the shape it should have. @throws BaizeError `input` naming the field that is wrong */
export function readAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') || 'its shape';
  throw new BaizeError('input', `What was sent is not as it should be: ${where}.`);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseStrict(bytes);
  } catch (cause) {
    throw new BaizeError('input', 'What was sent is not valid JSON.', { cause });
  }
}
