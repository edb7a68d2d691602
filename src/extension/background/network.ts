import { BaizeError } from '../../core/errors.ts';
import { readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import type { GetFile } from '../../core/release.ts';

/** The door to the network: a request as the browser's `fetch` makes it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Nothing that could tell one browser from another: no cookie, no referrer, no cached validator; no detours. */
const bare: RequestInit = {
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
  redirect: 'error',
};

/**
 * The files of the feed at a base address. Each is cut at its bound while it arrives, and has a time to be whole.
 *
 * @param base ends with a slash
 */
export function getFrom(base: string, fetch: Fetch): GetFile {
  return async (path, maxBytes) => {
    const time = maxBytes > limits.targetsBytes ? limits.listFetchTimeout : limits.fetchTimeout;
    const signal = AbortSignal.timeout(time);
    return request(`${base}${path}`, { signal }, fetch, (response) => body(response, path, maxBytes));
  };
}

async function body(response: Response, path: string, maxBytes: number): Promise<Uint8Array | null> {
  if (response.status === 404 || response.status === 403 || response.status === 410) return null;
  if (!response.ok) throw new BaizeError('network', `${path} was answered with status ${response.status}.`);
  return response.body === null ? new Uint8Array() : readAtMost(response.body, maxBytes, path);
}

/**
 * One request and what is made of its answer.
 *
 * @throws BaizeError `network` when there is no answer, it is a redirect, or it breaks off
 */
export async function request<T>(
  url: string,
  init: RequestInit,
  fetch: Fetch,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  let response: Response | undefined;
  try {
    response = await fetch(url, { ...bare, ...init });
    return await read(response);
  } catch (cause) {
    if (cause instanceof BaizeError) throw cause;
    throw new BaizeError('network', `No whole answer from ${new URL(url).host}.`, { cause });
  } finally {
    // What was not read is not wanted: an endless answer must not go on behind our back.
    if (response?.body?.locked === false) await response.body.cancel().catch(() => undefined);
  }
}
