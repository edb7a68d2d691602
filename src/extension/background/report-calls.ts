import { BaizeError } from '../../core/errors.ts';
import { readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import { type Addition, parseReceipt, type Receipt, type Report } from '../../core/report.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { doWork, parseWork, workHeader } from '../../core/work.ts';
import { type Fetch, request } from './network.ts';

/* What is said to a registry about reports. `reports` is the address that takes them. */

/** What came of it. `later`: there was no answer, or the registry asks to come back. */
export type Outcome<T = null> =
  | { readonly came: 'done'; readonly value: T }
  /** In the registry's own sentence, to be shown as text. */
  | { readonly came: 'refused'; readonly sentence: string }
  | { readonly came: 'later' };

/**
 * Does the work that the registry asks for, and sends a report.
 *
 * @param cancelled ends the work
 * @param posting called when the work is done: from then on nothing takes the report back
 */
export async function postReport(
  fetch: Fetch,
  reports: string,
  report: Report,
  { cancelled, posting }: { readonly cancelled: AbortSignal; readonly posting: () => void },
): Promise<Outcome<Receipt>> {
  return call(async () => {
    const work = await doneWork(fetch, reports, report.id, cancelled);
    cancelled.throwIfAborted();
    posting();
    const headers = { 'content-type': 'application/json', ...work };
    const init = { method: 'POST', headers, body: JSON.stringify(report), ...inTime() };
    return request(reports, init, fetch, (response) => outcomeOf(response, readReceipt));
  });
}

/** The proof of work for a report; none where the registry asks for none. */
async function doneWork(
  fetch: Fetch,
  reports: string,
  id: string,
  cancelled: AbortSignal,
): Promise<Record<string, string>> {
  const work = await request(new URL(`work?for=${id}`, reports).href, inTime(), fetch, async (response) => {
    if (response.status === 404) return null;
    if (!response.ok) throw new BaizeError('network', 'The registry gives no work now.');
    return parseWork(await json(response));
  });
  if (work === null) return {};
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(limits.workPatience)]);
  return { [workHeader]: await doWork(work, { signal }) };
}

/** Asks what became of a report. */
export async function askState(fetch: Fetch, reports: string, receipt: string): Promise<Outcome<Receipt>> {
  return call(() =>
    request(`${reports}/${receipt}`, inTime(), fetch, (response) => outcomeOf(response, readReceipt)),
  );
}

/** Adds something to a report. */
export function postAddition(
  fetch: Fetch,
  reports: string,
  receipt: string,
  addition: Addition,
): Promise<Outcome> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(addition), ...inTime() };
  return call(() =>
    request(`${reports}/${receipt}/additions`, init, fetch, (response) => outcomeOf(response)),
  );
}

/** Sends the picture that belongs to a report: a JPEG. One that is there already has arrived. */
export function putPicture(
  fetch: Fetch,
  reports: string,
  receipt: string,
  picture: Uint8Array<ArrayBuffer>,
): Promise<Outcome> {
  const init = { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body: picture, ...inTime() };
  return call(() =>
    request(`${reports}/${receipt}/picture`, init, fetch, async (response) =>
      response.status === 409 ? { came: 'done', value: null } : outcomeOf(response),
    ),
  );
}

const inTime = (): RequestInit => ({ signal: AbortSignal.timeout(limits.fetchTimeout) });

/** What does not come about (no connection, a captive portal, work that was cancelled or took too long) is for later. */
async function call<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BaizeError || error instanceof DOMException) return { came: 'later' };
    throw error;
  }
}

async function outcomeOf<T = null>(
  response: Response,
  read: (response: Response) => Promise<T> = async () => null as T,
): Promise<Outcome<T>> {
  if (response.ok) return { came: 'done', value: await read(response) };
  if (response.status === 429 || response.status >= 500) return { came: 'later' };
  const { error, code } = ((await json(response).catch(() => null)) ?? {}) as Record<string, unknown>;
  // The work was done too late: it is asked for anew.
  if (response.status === 403 && code === 'work') return { came: 'later' };
  const sentence = typeof error === 'string' ? error.slice(0, limits.noteLength) : `HTTP ${response.status}`;
  return { came: 'refused', sentence };
}

async function readReceipt(response: Response): Promise<Receipt> {
  return parseReceipt(await json(response));
}

async function json(response: Response): Promise<unknown> {
  if (response.body === null) return null;
  return parseStrict(await readAtMost(response.body, limits.reportBytes, "The registry's answer"));
}
