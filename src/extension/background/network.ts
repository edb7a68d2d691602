import { BaizeError } from '../../core/errors.ts';
import { readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import type { GetFile } from '../../core/release.ts';

/** The door to the network: a request as the browser's `fetch` makes it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Told on the way what a host sends, whatever becomes of the file. */
export interface Listener {
  /** There is an answer. @param time by the host's own clock, in milliseconds since 1970; null where it does not say */
  answered(time: number | null): void;
  received(bytes: number): void;
}

const nobody: Listener = { answered: () => undefined, received: () => undefined };

/**
 * Nothing that could tell one person from another: no cookie, no referrer, no languages, no cached validator; no detours. The
 * browser's name and version go along: Chromium lets nobody change its `User-Agent`.
 */
const bare: RequestInit = {
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
  redirect: 'error',
};

/** A browser sends the person's languages unless it is given another text: it leaves the header out in no case. */
function bareHeaders(init: RequestInit): Headers {
  const headers = new Headers(init.headers);
  headers.set('accept-language', '*');
  return headers;
}

/**
 * The files of the feed at a base address. Each is cut at its bound while it arrives. It may take as long as a slow line
 * takes for that many bytes, and never pause for long.
 *
 * @param base ends with a slash
 */
export function getFrom(base: string, fetch: Fetch, listener: Listener = nobody): GetFile {
  return async (path, maxBytes) => {
    const patience = new Patience(maxBytes);
    try {
      return await request(`${base}${path}`, { signal: patience.signal }, fetch, (response) => {
        listener.answered(timeOf(response));
        const heard = (bytes: number) => {
          patience.goOn();
          listener.received(bytes);
        };
        return body(response, path, maxBytes, heard);
      });
    } finally {
      patience.end();
    }
  };
}

/** An answer from a cache has the date it was made at, and its age. */
function timeOf({ headers }: Response): number | null {
  const time = Date.parse(headers.get('date') ?? '') + 1_000 * Number(headers.get('age') ?? 0);
  return Number.isNaN(time) ? null : time;
}

/** How long a file may take: ends it after a pause without a byte, and in any case when a slow line would be done. */
class Patience {
  private readonly pause = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal: AbortSignal;

  constructor(maxBytes: number) {
    const most = limits.fetchTimeout + Math.ceil(maxBytes / limits.slowestLine) * 1_000;
    this.signal = AbortSignal.any([AbortSignal.timeout(most), this.pause.signal]);
    this.goOn();
  }

  /** Something arrived. */
  goOn(): void {
    this.end();
    this.timer = setTimeout(() => this.pause.abort(), limits.longestSilence);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

async function body(
  response: Response,
  path: string,
  maxBytes: number,
  heard: (bytes: number) => void,
): Promise<Uint8Array | null> {
  if (response.status === 404 || response.status === 403 || response.status === 410) return null;
  if (!response.ok) throw new BaizeError('network', `${path} was answered with status ${response.status}.`);
  return response.body === null
    ? new Uint8Array()
    : readAtMost(heeding(response.body, heard), maxBytes, path);
}

async function* heeding(
  stream: AsyncIterable<Uint8Array>,
  heard: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const part of stream) {
    heard(part.length);
    yield part;
  }
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
    response = await fetch(url, { ...bare, ...init, headers: bareHeaders(init) });
    return await read(response);
  } catch (cause) {
    if (cause instanceof BaizeError) throw cause;
    throw new BaizeError('network', `No whole answer from ${new URL(url).host}.`, { cause });
  } finally {
    // What was not read is not wanted: an endless answer must not go on behind our back.
    if (response?.body?.locked === false) await response.body.cancel().catch(() => undefined);
  }
}
