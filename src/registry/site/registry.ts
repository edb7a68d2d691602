import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { Refusal } from '../refusal.ts';

/**
 * One call to the registry at this site. A mirror of the files has none: that is a `Refusal` of code `none`.
 *
 * @returns the JSON of its answer; null for an empty one
 */
export async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await reach(path, init);
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && type === '') return null;
  if (!type.startsWith('application/json'))
    throw new Refusal(response.status, 'none', 'There is no registry at this address.');
  const value: unknown = await response.json();
  if (response.ok) return value;
  const { code, error } = (value ?? {}) as { code?: unknown; error?: unknown };
  throw new Refusal(response.status, String(code), String(error));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, {
      ...init,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(limits.fetchTimeout),
    });
  } catch (cause) {
    throw new BaizeError('network', 'The registry did not answer.', { cause });
  }
}

/** Posts JSON. */
export function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const type = { 'content-type': 'application/json', ...headers };
  return ask(path, { method: 'POST', headers: type, body: JSON.stringify(body) });
}

/**
 * Posts what has to be worked for.
 *
 * @param onProgress told how much of the work is done: 0 to 1
 */
export async function postWithWork(
  path: string,
  body: { readonly id: string },
  onProgress: (share: number) => void,
): Promise<unknown> {
  const { doWork, parseWork, workHeader } = await import('../../core/work.ts');
  const challenge = parseWork(await ask(`/v1/work?for=${body.id}`));
  return post(path, body, { [workHeader]: await doWork(challenge, { onProgress }) });
}

/** An id for what is about to be sent: sent again under it, it is the same thing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
