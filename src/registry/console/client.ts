import type { Me } from '../desk/api.ts';
import { Refusal } from '../refusal.ts';

/** What the requests of this page need to know of its session. */
const session: { csrf: string; renew: (() => Promise<void>) | null } = { csrf: '', renew: null };

/** Who is signed in: their changes carry the session's token from now on. */
export function beginSession({ csrf }: Pick<Me, 'csrf'>, renew: () => Promise<void>): void {
  session.csrf = csrf;
  session.renew = renew;
}

export function forgetSession(): void {
  session.csrf = '';
  session.renew = null;
}

/** Asks the desk. @param path below `/v1/console/`. @throws Refusal */
export function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  return inSession<T>(() => request(`/v1/console/${path}`, { ...(signal && { signal }) }));
}

/** Has the desk do something. @throws Refusal */
export function tell<T>(path: string, body: object): Promise<T> {
  return inSession<T>(() =>
    request(`/v1/console/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-baize-csrf': session.csrf },
      body: JSON.stringify(body),
    }),
  );
}

/** A statement goes into the log: it is signed, so nobody need be signed in for it. @returns its place in the log */
export async function sendVote(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const answer = await request('/v1/votes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: bytes,
  });
  return (answer as { leaf: number }).leaf;
}

/** What a batch is about goes to the registry before the batch does. @param statement the signed batch */
export async function sendBody(sha256: string, text: Uint8Array, statement: Uint8Array): Promise<void> {
  const zipped = new Blob([text as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream('gzip'));
  await request(`/v1/bodies/${sha256}`, {
    method: 'PUT',
    headers: { 'x-baize-statement': toBase64(statement) },
    body: await new Response(zipped).blob(),
  });
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** When the session has ended, the person signs in again in place, and the request is made once more. */
async function inSession<T>(work: () => Promise<unknown>): Promise<T> {
  try {
    return (await work()) as T;
  } catch (error) {
    const isOver = error instanceof Refusal && (error.status === 401 || error.code === 'csrf');
    if (!isOver || session.renew === null) throw error;
    await session.renew();
    return (await work()) as T;
  }
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0, 'network', error.message);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const { code, error } = (answer ?? {}) as { code?: unknown; error?: unknown };
  throw new Refusal(response.status, String(code ?? 'unknown'), String(error ?? response.statusText));
}
