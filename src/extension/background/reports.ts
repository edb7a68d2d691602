import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { parseAddition, parseReport, type Receipt } from '../../core/report.ts';
import type { SentAddition, SentReport } from '../messages.ts';
import { inOrder } from './in-order.ts';
import type { Fetch } from './network.ts';
import { askState, type Outcome, postAddition, postReport, putPicture } from './report-calls.ts';
import { askedNext, isUnsent, untold } from './report-pace.ts';
import type { ReportStore } from './report-store.ts';
import type { FeedRecord } from './store.ts';

type Picture = Uint8Array<ArrayBuffer>;

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

/**
 * The reports of this browser: kept here until the registry has acknowledged them, then to follow their state. The worker
 * may die at any moment: what is to be sent is stored first, and sent from there.
 */
export class Reports {
  private readonly doors: ReportDoors;
  private readonly change = inOrder();
  /** Sending takes seconds and holds up nothing else; of one report there is one sending at a time. */
  private readonly sendings = new Map<string, Promise<unknown>>();
  /** Of each report whose work is being done; null while it is being posted, which nothing takes back. */
  private readonly stoppers = new Map<string, AbortController | null>();

  constructor(doors: ReportDoors) {
    this.doors = doors;
  }

  /**
   * Keeps a report and tries to send it. Offline it waits here.
   *
   * @param value what the person was shown, and nothing else; its shape is checked
   * @throws BaizeError `input` when it is no report; `missing` when it was cancelled meanwhile
   */
  async send(value: unknown, picture: Picture | null, to: FeedRecord): Promise<SentReport> {
    const fresh = this.waiting(value, picture, to);
    const { id } = fresh.report;
    await this.keep(fresh, picture);
    await this.deliver(id, to);
    // Whoever sends it sees what became of it.
    return this.edit(id, (one) => ({ ...one, isNews: false }));
  }

  /**
   * Sends a report and keeps nothing of it: what is done in a private window leaves no trace here.
   *
   * @throws BaizeError `network` when it can not be sent now, or was cancelled; `input` when it is no report
   */
  async sendWithoutTrace(value: unknown, picture: Picture | null, to: FeedRecord): Promise<SentReport> {
    const one = this.waiting(value, picture, to);
    const outcome = await this.post(one.report.id, to, async () => one);
    if (outcome.came === 'later') {
      throw new BaizeError('network', 'The report could not be sent, and is not kept.');
    }
    const sent = { ...this.settled(one, outcome), isNews: false };
    if (picture === null || sent.receipt === null) return sent;
    const { came } = await putPicture(this.doors.fetch, reportAddress(to), sent.receipt, picture);
    return { ...sent, picture: came === 'done' ? 'received' : 'lost' };
  }

  /** Takes back a report that the registry has not got yet. @returns whether it was taken back */
  async cancel(id: string): Promise<boolean> {
    const stopper = this.stoppers.get(id);
    if (stopper === null) return false;
    stopper?.abort();
    return this.change(async () => {
      const one = await this.doors.reports.get(id);
      // Of a private window nothing is kept.
      if (one === undefined) return stopper !== undefined;
      if (one.state !== 'waiting') return false;
      await this.doors.reports.remove(id);
      return true;
    });
  }

  /**
   * Adds something to a report and tries to send it; offline it waits here.
   *
   * @throws BaizeError `input` when the registry has not the report, or more was added than it takes
   */
  async add(id: string, addition: unknown, feeds: readonly FeedRecord[]): Promise<SentReport> {
    const fresh = { ...parseAddition(addition), state: 'waiting', error: null } as const;
    const kept = await this.edit(id, (one) => {
      if (one.receipt === null || one.additions.length >= limits.additionsPerReport) {
        throw new BaizeError('input', 'Nothing can be added to this report.');
      }
      return { ...one, additions: [...one.additions, fresh] };
    });
    const to = feedOf(kept, feeds);
    if (to !== null) await this.deliver(id, to);
    return (await this.doors.reports.get(id)) ?? kept;
  }

  /** All reports, newest first, as they are known here. */
  async list(): Promise<SentReport[]> {
    return (await this.doors.reports.all()).sort(newestFirst);
  }

  /**
   * Sends what waits, and asks what became of those whose time has come: one after another, and none once the registry
   * does not answer.
   *
   * @param anew asks about all that were sent, whenever their time comes: a person wants to know now
   */
  async follow(feeds: readonly FeedRecord[], anew = false): Promise<void> {
    for (const one of await this.list()) {
      const to = feedOf(one, feeds);
      if (to === null) continue;
      if (isUnsent(one) && (await this.deliver(one.report.id, to)) === 'later') return;
      const next = askedNext(one, this.doors.now());
      const isDue = next !== null && next <= this.doors.now();
      if ((isDue || (anew && next !== null)) && (await this.ask(one, to)) === 'later') return;
    }
  }

  /** When something has to be done next, in milliseconds since 1970; null when nothing has. */
  async next(): Promise<number | null> {
    const all = await this.doors.reports.all();
    const times = all.map((one) => (isUnsent(one) ? this.doors.now() : askedNext(one, this.doors.now())));
    const due = times.filter((time) => time !== null);
    return due.length === 0 ? null : Math.min(...due);
  }

  async hasNews(): Promise<boolean> {
    return (await this.doors.reports.all()).some(({ isNews }) => isNews);
  }

  /** The person has seen what there is to see. */
  async seen(): Promise<void> {
    for (const { report, isNews } of await this.doors.reports.all()) {
      if (isNews) await this.edit(report.id, (one) => ({ ...one, isNews: false }));
    }
  }

  private waiting(value: unknown, picture: Picture | null, { feed }: FeedRecord): SentReport {
    const report = parseReport(value);
    const created = this.time();
    return { ...untold, report, feed, created, picture: picture === null ? null : 'waiting' };
  }

  private keep(fresh: SentReport, picture: Picture | null): Promise<void> {
    const { reports } = this.doors;
    const { id } = fresh.report;
    return this.change(async () => {
      if ((await reports.get(id)) !== undefined) return;
      if (picture !== null) await reports.putPicture(id, picture);
      await reports.put(fresh);
      const all = await this.list();
      for (const { report } of all.slice(limits.keptReports)) await reports.remove(report.id);
    });
  }

  /** Sends what waits of a report. @returns `later` when some of it still does */
  private async deliver(id: string, to: FeedRecord): Promise<'done' | 'later'> {
    const before = this.sendings.get(id);
    const sending = Promise.resolve(before).then(() => this.sendAll(id, to));
    const settled = sending.catch(() => undefined);
    this.sendings.set(id, settled);
    try {
      return await sending;
    } finally {
      if (this.sendings.get(id) === settled) this.sendings.delete(id);
    }
  }

  private async sendAll(id: string, to: FeedRecord): Promise<'done' | 'later'> {
    const { reports } = this.doors;
    await this.sendReport(id, to);
    const one = await reports.get(id);
    if (one?.receipt) {
      await this.sendPicture(one, one.receipt, to);
      await this.sendAdditions(one, one.receipt, to);
    }
    const after = await reports.get(id);
    return after !== undefined && isUnsent(after) ? 'later' : 'done';
  }

  private async sendReport(id: string, to: FeedRecord): Promise<void> {
    const { reports } = this.doors;
    const waiting = async () => {
      const one = await reports.get(id);
      return one?.state === 'waiting' ? one : undefined;
    };
    const outcome = await this.post(id, to, waiting);
    if (outcome.came === 'later') return;
    await this.edit(id, (one) => this.settled(one, outcome));
    if (outcome.came === 'refused') await reports.dropPicture(id);
  }

  /** @param find looks for the report once it can be cancelled: one that was is found no more */
  private async post(
    id: string,
    to: FeedRecord,
    find: () => Promise<SentReport | undefined>,
  ): Promise<Outcome<Receipt>> {
    const stopper = new AbortController();
    this.stoppers.set(id, stopper);
    const about = { cancelled: stopper.signal, posting: () => void this.stoppers.set(id, null) };
    try {
      const one = await find();
      if (one === undefined) return { came: 'later' };
      return await postReport(this.doors.fetch, reportAddress(to), one.report, about);
    } finally {
      this.stoppers.delete(id);
    }
  }

  private settled(one: SentReport, outcome: Exclude<Outcome<Receipt>, { came: 'later' }>): SentReport {
    if (outcome.came === 'done') return this.told({ ...one, error: null }, outcome.value);
    return { ...one, state: 'refused', error: outcome.sentence, picture: null, isNews: true };
  }

  private async sendPicture(one: SentReport, receipt: string, to: FeedRecord): Promise<void> {
    if (one.picture !== 'waiting') return;
    const { reports, fetch } = this.doors;
    const { id } = one.report;
    const picture = await reports.picture(id);
    const outcome = picture && (await putPicture(fetch, reportAddress(to), receipt, picture));
    if (outcome?.came === 'later') return;
    const arrived = outcome?.came === 'done';
    await this.edit(id, (now) => ({ ...now, picture: arrived ? 'received' : 'lost' }));
    await reports.dropPicture(id);
  }

  private async sendAdditions(one: SentReport, receipt: string, to: FeedRecord): Promise<void> {
    for (const { state, id, note } of one.additions) {
      if (state !== 'waiting') continue;
      const outcome = await postAddition(this.doors.fetch, reportAddress(to), receipt, { id, note });
      if (outcome.came === 'later') return;
      const error = outcome.came === 'refused' ? outcome.sentence : null;
      const after: SentAddition = { id, note, state: error === null ? 'received' : 'refused', error };
      await this.edit(one.report.id, (now) => ({
        ...now,
        additions: now.additions.map((addition) => (addition.id === id ? after : addition)),
      }));
    }
  }

  private async ask(one: SentReport, to: FeedRecord): Promise<'done' | 'later'> {
    const outcome = await askState(this.doors.fetch, reportAddress(to), one.receipt!);
    if (outcome.came === 'later') return 'later';
    await this.edit(one.report.id, (now) =>
      outcome.came === 'done' ? this.told(now, outcome.value) : { ...now, asked: this.time() },
    );
    return 'done';
  }

  /** What the registry says of a report. */
  private told(one: SentReport, answer: Receipt): SentReport {
    const { receipt, state } = answer;
    const reason = answer.reason ?? null;
    const isNews = one.isNews || state !== one.state || reason !== one.reason;
    return { ...one, receipt, state, reason, since: answer.since ?? null, isNews, asked: this.time() };
  }

  private time(): string {
    return new Date(this.doors.now()).toISOString();
  }

  /** @throws BaizeError `missing` when it is gone */
  private edit(id: string, work: (one: SentReport) => SentReport): Promise<SentReport> {
    return this.change(async () => {
      const one = await this.doors.reports.get(id);
      if (one === undefined) throw gone();
      const after = work(one);
      await this.doors.reports.put(after);
      return after;
    });
  }
}

const gone = (): BaizeError => new BaizeError('missing', 'The report is not kept any more.');

const newestFirst = (a: SentReport, b: SentReport): number => (a.created < b.created ? 1 : -1);

function feedOf({ feed }: SentReport, feeds: readonly FeedRecord[]): FeedRecord | null {
  return feeds.find((one) => one.feed === feed) ?? null;
}
