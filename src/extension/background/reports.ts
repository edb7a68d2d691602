import { BaizeError } from '../../core/errors.ts';
import { readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import { parseReceipt, parseReport, type Receipt, type Report } from '../../core/report.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import type { SentReport } from '../messages.ts';
import type { ReportStore } from './database.ts';
import { inOrder } from './in-order.ts';
import { type Fetch, request } from './network.ts';
import type { FeedRecord } from './store.ts';

/** All that reports touch outside themselves. */
export interface ReportDoors {
  readonly reports: ReportStore;
  readonly fetch: Fetch;
  readonly now: () => number;
}

/** Where a feed's reports go: an address, or one relative to the feed's base address. */
export function reportAddress({ feed, alliance }: FeedRecord): string {
  return new URL(alliance.reports, feed).href;
}

/** The reports of this browser: kept here until the registry has acknowledged them, then to follow their state. */
export class Reports {
  private readonly doors: ReportDoors;
  private readonly change = inOrder();

  constructor(doors: ReportDoors) {
    this.doors = doors;
  }

  /**
   * Keeps a report and tries to send it. Offline it waits here.
   *
   * @param value what the person was shown, and nothing else; its shape is checked
   * @throws BaizeError `input` when it is no report
   */
  async send(value: unknown, to: FeedRecord): Promise<SentReport> {
    const waiting = this.waiting(value, to);
    return this.change(async () => {
      const all = await this.doors.reports.all();
      const known = all.find(({ report }) => report.id === waiting.report.id);
      if (known !== undefined && known.state !== 'waiting') return known;
      await this.doors.reports.put(waiting);
      await this.forgetOldest();
      return this.deliver(waiting, to);
    });
  }

  /**
   * Sends a report and keeps nothing of it: what is done in a private window leaves no trace here.
   *
   * @throws BaizeError `network` when it can not be sent now; `input` when it is no report
   */
  async sendWithoutTrace(value: unknown, to: FeedRecord): Promise<SentReport> {
    const one = this.waiting(value, to);
    const after = await post(this.doors.fetch, reportAddress(to), one);
    if (after === one) throw new BaizeError('network', 'The report could not be sent, and is not kept.');
    return after;
  }

  private waiting(value: unknown, { feed }: FeedRecord): SentReport {
    const created = new Date(this.doors.now()).toISOString();
    const report = parseReport(value);
    return { report, feed, created, state: 'waiting', receipt: null, reason: null, error: null };
  }

  /** Tries again to send what waits. @returns how many still do */
  retry(feeds: readonly FeedRecord[]): Promise<number> {
    return this.change(async () => {
      const waiting = (await this.doors.reports.all()).filter(({ state }) => state === 'waiting');
      const after = await Promise.all(waiting.map((one) => this.deliverTo(one, feeds)));
      return after.filter(({ state }) => state === 'waiting').length;
    });
  }

  /** All reports, newest first; the states of those that may still change are asked anew. */
  list(feeds: readonly FeedRecord[]): Promise<SentReport[]> {
    return this.change(async () => {
      const all = await this.doors.reports.all();
      const fresh = await Promise.all(all.map((one) => this.ask(one, feeds)));
      return fresh.sort((a, b) => (a.created < b.created ? 1 : -1));
    });
  }

  private async deliverTo(one: SentReport, feeds: readonly FeedRecord[]): Promise<SentReport> {
    const to = feeds.find(({ feed }) => feed === one.feed);
    return to === undefined ? one : this.deliver(one, to);
  }

  private async deliver(one: SentReport, to: FeedRecord): Promise<SentReport> {
    const after = await post(this.doors.fetch, reportAddress(to), one);
    if (after !== one) await this.doors.reports.put(after);
    return after;
  }

  private async ask(one: SentReport, feeds: readonly FeedRecord[]): Promise<SentReport> {
    if (one.state === 'waiting') return this.deliverTo(one, feeds);
    const to = feeds.find(({ feed }) => feed === one.feed);
    if (one.state === 'refused' || to === undefined) return one;
    const receipt = await stateOf(this.doors.fetch, `${reportAddress(to)}/${one.receipt}`);
    if (receipt === null || receipt.state === one.state) return one;
    const after = { ...one, state: receipt.state, reason: receipt.reason ?? null };
    await this.doors.reports.put(after);
    return after;
  }

  private async forgetOldest(): Promise<void> {
    const all = (await this.doors.reports.all()).sort((a, b) => (a.created < b.created ? 1 : -1));
    for (const { report } of all.slice(limits.keptReports)) await this.doors.reports.remove(report.id);
  }
}

/** Posts a report. Comes back unchanged when there is no connection, or the registry asks to come back later. */
async function post(fetch: Fetch, address: string, one: SentReport): Promise<SentReport> {
  try {
    return await request(address, postOf(one.report), fetch, async (response) => {
      if (response.ok) return received(one, parseReceipt(await json(response)));
      if (response.status === 429 || response.status >= 500) return one;
      return { ...one, state: 'refused', error: await sentenceOf(response) };
    });
  } catch (error) {
    if (error instanceof BaizeError) return one;
    throw error;
  }
}

function postOf(report: Report): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(report),
    signal: AbortSignal.timeout(limits.fetchTimeout),
  };
}

function received(one: SentReport, { receipt, state, reason }: Receipt): SentReport {
  return { ...one, receipt, state, reason: reason ?? null, error: null };
}

async function stateOf(fetch: Fetch, address: string): Promise<Receipt | null> {
  const init = { signal: AbortSignal.timeout(limits.fetchTimeout) };
  try {
    return await request(address, init, fetch, async (response) =>
      response.ok ? parseReceipt(await json(response)) : null,
    );
  } catch (error) {
    if (error instanceof BaizeError) return null;
    throw error;
  }
}

/** The registry's own sentence, to be shown as text. */
async function sentenceOf(response: Response): Promise<string> {
  const answer = await json(response).catch(() => null);
  const sentence = (answer as { error?: unknown } | null)?.error;
  return typeof sentence === 'string' ? sentence.slice(0, limits.noteLength) : `HTTP ${response.status}`;
}

async function json(response: Response): Promise<unknown> {
  if (response.body === null) return null;
  return parseStrict(await readAtMost(response.body, limits.reportBytes, "The registry's answer"));
}
