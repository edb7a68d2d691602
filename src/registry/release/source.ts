import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import { readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import { isMissing } from './feed-files.ts';

/** Where a feed's files come from. */
export interface Source {
  /** As it is shown to people. */
  readonly name: string;
  /**
   * The file's bytes, or null when there is none.
   *
   * @param file path below the feed's base
   * @throws BaizeError `length` when it has more bytes than `most`, `network` when it can not be had
   */
  get(file: string, most: number): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** The feed at a base address or in a folder. */
export function sourceOf(place: string): Source {
  return /^https?:\/\//i.test(place) ? webSource(place) : folderSource(place);
}

function folderSource(directory: string): Source {
  return {
    name: directory,
    get: async (file, most) => {
      const path = join(directory, file);
      try {
        if (!(await stat(path)).isFile()) return null;
        return await readAtMost(createReadStream(path), most, file);
      } catch (error) {
        if (isMissing(error)) return null;
        if (error instanceof BaizeError) throw error;
        throw new BaizeError('network', `${path} can not be read.`, { cause: error });
      }
    },
  };
}

function webSource(address: string): Source {
  const base = address.replace(/\/*$/, '/');
  return {
    name: base,
    get: async (file, most) => {
      try {
        return await download(new URL(file, base), file, most);
      } catch (error) {
        if (error instanceof BaizeError) throw error;
        throw new BaizeError('network', `${base}${file} can not be fetched: ${reasonOf(error)}.`, {
          cause: error,
        });
      }
    },
  };
}

async function download(url: URL, file: string, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const timeout = most > limits.targetsBytes ? limits.listFetchTimeout : limits.fetchTimeout;
  const response = await fetch(url, {
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    signal: AbortSignal.timeout(timeout),
  });
  if (response.status === 200 && response.body !== null) return readAtMost(response.body, most, file);
  await response.body?.cancel();
  if (response.status === 404 || response.status === 403) return null;
  const what = response.status >= 300 && response.status < 400 ? 'a redirect' : `status ${response.status}`;
  throw new BaizeError('network', `${url.href} was answered with ${what}.`);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}
