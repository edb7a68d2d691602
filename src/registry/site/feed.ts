import type { List } from '../../core/list.ts';
import { feedFiles } from './files.ts';
import type { LogPart } from './log.ts';
import type { Answer } from './look-up.ts';
import type { Verified } from './verify.ts';
import type { Told } from './why.ts';

/** The verifier is a script of its own: the page stands before it is there. */
const verifier = () => import('./verify.ts');

let opened: Promise<Verified> | null = null;
let list: { readonly version: number; readonly list: Promise<List> } | null = null;

/** The alliance whose feed lies beside this site, verified; read once for all pages. */
export function theAlliance(): Promise<Verified> {
  opened ??= verifier().then(({ openAlliance }) => openAlliance(feedFiles(), new Date()));
  // What failed is tried anew by whoever asks next.
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** Forgets what was read, so that the next look is a new one. */
export function lookAgain(): void {
  opened = null;
}

/**
 * Looks a text up in the list, here in the browser: nothing of it is sent.
 *
 * @param onProgress how much of the list has come: 0 to 1
 */
export async function askList(
  text: string,
  onProgress: (share: number) => void,
): Promise<{ readonly answer: Answer; readonly verified: Verified }> {
  const verified = await theAlliance();
  const { openList } = await verifier();
  if (list?.version !== verified.version) {
    const get = feedFiles((bytes) => onProgress(Math.min(1, bytes / verified.listBytes)));
    const loading = { version: verified.version, list: openList(get, verified, new Date()) };
    list = loading;
    loading.list.catch(() => {
      list = null;
    });
  }
  const { lookUp } = await import('./look-up.ts');
  return { answer: lookUp(text, await list!.list, verified.alliance), verified };
}

/**
 * A part of the alliance's log, verified.
 *
 * @param at a leaf that is to be in it; null for the newest ones
 */
export async function theLog(
  at: number | null,
): Promise<{ readonly verified: Verified; readonly part: LogPart }> {
  const verified = await theAlliance();
  const { readLogPart } = await import('./log.ts');
  return { verified, part: await readLogPart(feedFiles(), verified, new Date(), at) };
}

/** What the members said of a key, verified. */
export async function whatIsTold(key: string): Promise<{ readonly verified: Verified; readonly told: Told }> {
  const verified = await theAlliance();
  const { readTold } = await import('./why.ts');
  return { verified, told: await readTold(feedFiles(), key, verified) };
}
