import { browser } from 'wxt/browser';
import type { News } from '../messages.ts';
import type { Trouble } from '../troubles.ts';
import { words } from '../words.ts';
import { Access } from './access.ts';
import { badgeOf } from './badge.ts';
import { isClockWrong } from './clock.ts';
import { Connection } from './connection.ts';
import { Copies } from './copies.ts';
import { Cuts } from './cuts.ts';
import { feedStore, valueStore } from './database.ts';
import {
  access,
  alarm,
  dynamicRules,
  evidenceIn,
  floorsIn,
  localValues,
  readPackaged,
  sessionRules,
  sessionValues,
  stopPage,
  tellGuard,
  version,
} from './doors.ts';
import { Drafts } from './drafts.ts';
import { isStale } from './feed-state.ts';
import { Frames } from './frames.ts';
import { heldOf } from './gate.ts';
import { GateKeeper } from './gate-keeper.ts';
import { inOrder } from './in-order.ts';
import { Jobs } from './jobs.ts';
import { keepAwake } from './keep-awake.ts';
import { stopTab } from './listed-tabs.ts';
import { Lists } from './lists.ts';
import { LocalStore } from './local-store.ts';
import { Looks } from './looks.ts';
import { pauseAfter } from './pace.ts';
import { PictureReader } from './picture.ts';
import { isPrivateWorker, privateLocal, privateSession } from './private.ts';
import { Proceeds } from './proceeds.ts';
import { fetchWithin } from './reach.ts';
import { reportStore } from './report-store.ts';
import { Reports } from './reports.ts';
import { SettingsStore } from './settings.ts';
import { Swaps } from './swaps.ts';
import { floorOf, type Outcome, type SyncDoors, syncFeed } from './sync.ts';
import { type TabNote, Tabs } from './tabs.ts';
import { Troubles } from './troubles.ts';
import { Turns } from './turns.ts';

const now = (): number => Date.now();
const soon = (): number => now() + pauseAfter(0, Math.random);

/** What open pages were told last: of which lists, and the choices that held in every tab. */
interface Told {
  readonly lists: string;
  readonly open: readonly string[];
}

/** The background's parts, put together once for each life of the worker. */
export class App {
  /** Whether this is Chromium's worker for private windows. */
  readonly isPrivate = isPrivateWorker();
  readonly access = new Access(access);
  private readonly fetch = fetchWithin(this.access);
  private readonly telling = inOrder();
  private readonly database = new Connection(() => this.lookAtStore());
  private readonly store = feedStore(this.database);
  private readonly values = valueStore(this.database);
  readonly session = this.isPrivate ? privateSession(this.values) : sessionValues;
  private readonly kept = new LocalStore(localValues, () => this.lookAtStore());
  private readonly local = this.isPrivate ? privateLocal(this.values) : this.kept;
  private readonly floors = floorsIn(this.kept);
  readonly evidence = evidenceIn(this.kept);
  private readonly syncDoors: SyncDoors = {
    ...{ store: this.store, fetch: this.fetch, now, random: Math.random },
    ...{ floor: this.floors.get, raiseFloor: this.floors.raise },
    keepEvidence: (feed, found) => this.evidence.keep(feed, found),
  };

  readonly troubles = new Troubles(this.session, () => void this.showBadges());
  readonly jobs = new Jobs(this.values, alarm, now);
  readonly looks = new Looks({
    feeds: () => this.lists.records,
    look: (feed) => this.look(feed),
    settle: (feed) => this.settle(feed),
    plan: (when) => this.jobs.plan('sync', when),
    ...{ now, random: Math.random },
  });
  readonly lists = new Lists(
    this.store,
    readPackaged,
    () => void this.afterLoss(),
    // Private windows begin with the package's list: nothing was lost.
    async (feed) => (this.isPrivate ? 0 : ((await this.floors.get(feed))?.signed ?? 0)),
  );
  readonly gate = new GateKeeper({
    gate: { rules: dynamicRules, values: this.values, stopPage: stopPage(), making: version() },
    ...{ lists: this.lists, session: this.session, now },
    hasAccess: () => this.access.isWhole,
    alarm: () => this.lookAtGate(),
  });
  readonly proceeds = new Proceeds(this.values, this.session, sessionRules(this.isPrivate), now, () =>
    this.lookAtGate(),
  );
  readonly drafts = new Drafts(this.local, this.session, now);
  readonly tabs = new Tabs(this.session);
  /** Texts of pages are read in turns. */
  readonly reading = new Turns();
  readonly cuts = new Cuts(this.session, tellGuard);
  readonly frames = new Frames(this.session, tellGuard);
  readonly copies = new Copies(this.values, now);
  readonly swaps = new Swaps(this.session, now);
  readonly pictures = new PictureReader(this.fetch);
  readonly reports = new Reports({
    reports: reportStore(this.database, this.local),
    fetch: this.fetch,
    now,
  });
  readonly settings = new SettingsStore(this.local, this.values, () => browser.i18n.getUILanguage());

  /** Loads what a verdict needs, and nothing else before: the first page of a start waits for it. */
  async start(): Promise<this> {
    const proceeds = this.proceeds.load().catch(console.error);
    await Promise.all([
      ...[this.lists.load(), this.settings.load(), proceeds],
      ...[this.lookAtAccess(), this.troubles.load()],
    ]);
    this.beginTelling().catch(console.error);
    this.lookAtStore();
    this.checkClock();
    return this;
  }

  /**
   * What no verdict waits for: sees to it that the gate stands (it does already unless the extension is new), and that jobs
   * are done. Should the browser refuse the rules, the guards still get their verdicts.
   */
  async settleIn(): Promise<void> {
    await this.enforce();
    await this.tellOfChange().catch(console.error);
    await this.jobs.ensure('sync', now()).catch(console.error);
    await this.lists.forgetOthers().catch(console.error);
    // Most often it is a page that wakes the worker, and that came from somewhere.
    if (!this.isPrivate && this.looks.isCutOff) this.looks.again().catch(console.error);
  }

  /** An older list may have taken the place of one that was lost: that is said, and the newest is fetched at once. */
  private async afterLoss(): Promise<void> {
    await this.jobs.plan('sync', now()).catch(console.error);
    // By now the older list is in force.
    this.lookAtStore();
  }

  /** A rule that is missing is as bad as one too many. What was not looked at yet is as an earlier life found it. */
  private lookAtGate(): void {
    const found = [this.isPrivate ? false : this.gate.isWrong, this.proceeds.isWrong];
    if (found.includes(true)) this.troubles.set('gate', true);
    else if (!found.includes(null)) this.troubles.set('gate', false);
  }

  private lookAtStore(): void {
    const isFailing = this.database.isFailing || this.kept.isFailing;
    this.troubles.set('store', isFailing || this.lists.isBehind);
  }

  /**
   * Makes the browser stop what the lists in force say. Where it does not, that is a trouble, and no end to the rest. One
   * worker sees to it: in private windows the list may be older.
   */
  async enforce(): Promise<void> {
    if (!this.isPrivate) await this.gate.enforce().catch(console.error);
  }

  /** Compares what the browser holds with what it was told. */
  async readGateBack(): Promise<void> {
    if (!this.isPrivate) await this.gate.readBack().catch(console.error);
  }

  /** Keys on the list of a feed that are never stopped whatever it says. */
  async ignored(feed: string): Promise<readonly string[]> {
    const all = (await heldOf({ values: this.values }))?.ignored ?? [];
    const listed = await Promise.all(all.map((key) => this.lists.has(feed, key)));
    return all.filter((_, i) => listed[i]);
  }

  private look(feed: string): Promise<Outcome> {
    return keepAwake(async () => {
      // What the store has lost meanwhile is put back first.
      await this.lists.reload(feed);
      return syncFeed(feed, this.syncDoors);
    });
  }

  /** Puts in force what a look at a feed brought. Nothing that fails here keeps what follows from being done. */
  private async settle(feed: string): Promise<void> {
    await this.lists.reload(feed).catch(console.error);
    this.lookAtStore();
    this.checkClock();
    await this.enforce();
    await this.tellOfChange().catch(console.error);
    await this.showBadge(null).catch(console.error);
  }

  /** Looks whether this computer's clock disagrees with what was signed. */
  checkClock(): void {
    const isWrong = this.lists.records.some((record) => isClockWrong(record, now()));
    this.troubles.set('clock', isWrong);
  }

  /** After an upgrade: the package may hold newer lists than the store, or another alliance's. */
  async upgrade(): Promise<void> {
    await this.lists.upgrade(({ feed, trusted }) => this.floors.raise(feed, floorOf(trusted)));
    this.checkClock();
    await this.enforce();
    await this.tellOfChange();
  }

  /** The first pages of a session are judged by what it begins with: that counts as told. */
  private beginTelling(): Promise<void> {
    return this.telling(async () => {
      if ((await this.session.get('told')) === undefined) await this.session.put('told', this.toTell());
    });
  }

  /**
   * Judges open pages anew when they know other lists, or stand open under a choice that is over. What they were told
   * outlives the worker: whoever finds that a choice is over, and wherever the worker died, its next life catches up.
   */
  tellOfChange(): Promise<void> {
    return this.telling(async () => {
      const now = this.toTell();
      const told = (await this.session.get('told')) as Told | undefined;
      const isOver = (scope: string) => !now.open.includes(scope);
      if (told !== undefined && (told.lists !== now.lists || told.open.some(isOver))) await this.judgeAnew();
      await this.session.put('told', now);
    });
  }

  private toTell(): Told {
    return { lists: this.lists.fingerprint, open: this.proceeds.list.map(({ scope }) => scope) };
  }

  /**
   * The verdicts may be others now. Listed pages go to the stop page whether a guard hears of it or not: it may not have
   * begun yet, or the page lets nobody do anything.
   */
  private async judgeAnew(): Promise<void> {
    await this.tellGuards();
    const tabs = await browser.tabs.query({});
    await Promise.all(tabs.map((tab) => stopTab(this, tab).catch(console.error)));
  }

  /** Every page asks again. */
  async tellGuards(): Promise<void> {
    const news: News = { baize: 'changed' };
    for (const { id } of await browser.tabs.query({})) {
      // A tab without a guard (a browser page, a new tab) does not answer.
      if (id !== undefined) browser.tabs.sendMessage(id, news).catch(() => undefined);
    }
  }

  /** Brings the toolbar's icon in line with what is known of a tab; null: of tabs that nothing is known of. */
  async showBadge(tabId: number | null): Promise<void> {
    // What stands in all windows is for the worker of normal ones to say.
    if (this.isPrivate && tabId === null) return;
    const note = tabId === null ? null : await this.tabs.note(tabId);
    const cuts = tabId === null ? [] : await this.cuts.of(tabId, note?.page ?? null);
    const stale = this.lists.records.some((record) => isStale(record, now()));
    const isAlarmed = this.lists.records.some(({ error }) => error?.code === 'log');
    const hasReportNews = await this.reports.hasNews();
    const { text, color, title } = badgeOf(
      ...([note, cuts.length] as const),
      { troubles: this.troublesOf(note), stale, isAlarmed, hasReportNews },
      words(this.settings.language),
    );
    const tab = tabId === null ? {} : { tabId };
    await Promise.all([
      browser.action.setBadgeText({ ...tab, text }),
      browser.action.setBadgeBackgroundColor({ ...tab, color }),
      browser.action.setTitle({ ...tab, title }),
    ]);
  }

  /** Says on the toolbar and on the page what was cut out of it, if anything was. */
  async showCuts(tab: number, page: string): Promise<void> {
    if ((await this.cuts.of(tab, page)).length === 0) return;
    await this.showBadge(tab);
    await this.cuts.show(tab, page);
  }

  /** The same in every tab, after something changed that is said in all of them. */
  async showBadges(): Promise<void> {
    const tabs = await browser.tabs.query({});
    await Promise.all([null, ...tabs.flatMap(({ id }) => id ?? [])].map((id) => this.showBadge(id)));
  }

  /** What there is to say of a tab, gravest first: where a guard is, it matters little that other sites are withheld. */
  troublesOf(note: TabNote | null): readonly Trouble[] {
    return this.troubles.list.filter((trouble) => trouble !== 'access' || !note?.isGuarded);
  }

  /** Asks the browser whether it withholds sites. */
  async lookAtAccess(): Promise<void> {
    await this.access.look();
    this.troubles.set('access', !this.access.isWhole);
  }

  /** Sends what waits, and asks what became of reports whose time has come. */
  async followReports(): Promise<void> {
    await this.reports.follow(this.lists.records);
    await this.planReports();
    await this.showBadge(null);
  }

  /** Plans the next look; the registry hears of us at the poll's pace at most, whatever waits. */
  async planReports(): Promise<void> {
    const next = await this.reports.next();
    await this.jobs.plan('reports', next === null ? null : Math.max(next, soon()));
  }

  /** A report is about to be made: should the worker die while it does the work, it is sent then. */
  expectReport(): Promise<void> {
    return this.jobs.plan('reports', soon());
  }

  /** Ends choices whose time is over, in pages that stand open under them as well, and plans when to look again. */
  async expireProceeds(): Promise<void> {
    const next = await this.proceeds.expire();
    await this.tellOfChange();
    await this.jobs.plan('proceeds', next);
  }

  /** Forgets copied addresses whose time is over, and plans when to look again. */
  async expireCopies(): Promise<void> {
    const times = [await this.copies.expire(), await this.swaps.expire()].filter((time) => time !== null);
    await this.jobs.plan('copies', times.length === 0 ? null : Math.min(...times));
  }

  /** Does what is due. */
  async runJobs(): Promise<void> {
    const work = {
      sync: () => this.looks.due(),
      reports: () => this.followReports(),
      proceeds: () => this.expireProceeds(),
      copies: () => this.expireCopies(),
    };
    const due = await this.jobs.takeDue();
    await Promise.all(due.map((job) => work[job]().catch(console.error)));
  }
}
