import { type AskedList, conclude } from '../../chains/check.ts';
import { BaizeError } from '../../core/errors.ts';
import type { Filter } from '../../core/filter.ts';
import type { List } from '../../core/list.ts';
import { stateOf } from '../../core/release.ts';
import type { Verdict } from '../../core/verdict.ts';
import { type PackagedFeed, packagedFeeds, type ReadPackaged, readBaseline } from './baseline.ts';
import { joinStops, type Stops, stopsOf } from './gate-rules.ts';
import type { FeedRecord, FeedStore } from './store.ts';
import { loadFilter, loadList } from './stored-list.ts';
import { addressesOf, signedTime } from './sync.ts';

/** One feed as it is asked. */
interface Asked {
  readonly packaged: PackagedFeed;
  record: FeedRecord;
  filter: Filter;
  /** Loaded at the first "maybe": most of a worker's lives never need it. */
  list: Promise<List> | null;
}

/** What the lists conclude, and whose entry it is. */
export interface Found {
  readonly verdict: Verdict;
  readonly record: FeedRecord | null;
}

const digestOf = ({ trusted }: FeedRecord): string => stateOf(trusted).sha256;

/** What was seen of the log stays known: a history that changes meanwhile must not go unnoticed. */
function withLogOf(record: FeedRecord, held: FeedRecord | undefined): FeedRecord {
  return held?.log === undefined ? record : { ...record, log: held.log };
}

/** The lists in force. Only their filters are in memory until a key may be listed. */
export class Lists {
  private readonly store: FeedStore;
  private readonly read: ReadPackaged;
  /** Told when a stored list was found damaged and an older one took its place: time for a sync. */
  private readonly onDamage: () => void;
  private asked: Asked[] = [];

  constructor(store: FeedStore, read: ReadPackaged, onDamage: () => void) {
    this.store = store;
    this.read = read;
    this.onDamage = onDamage;
  }

  /** Opens every feed that the package follows; one without a stored list starts from the package's baseline. */
  async load(): Promise<void> {
    const feeds = await packagedFeeds(this.read);
    await this.store.keepOnly(feeds.map(({ feed }) => feed));
    this.asked = await Promise.all(feeds.map((packaged) => this.open(packaged)));
  }

  private async open(packaged: PackagedFeed): Promise<Asked> {
    const record = (await this.store.feed(packaged.feed)) ?? (await this.toBaseline(packaged));
    return this.withFilter(packaged, record).catch(() => this.mend(packaged));
  }

  private async withFilter(packaged: PackagedFeed, record: FeedRecord): Promise<Asked> {
    return { packaged, record, filter: await loadFilter(this.store, record), list: null };
  }

  private async toBaseline(packaged: PackagedFeed): Promise<FeedRecord> {
    const { record, list } = await readBaseline(this.read, packaged);
    const held = await this.store.feed(packaged.feed);
    const next = withLogOf(record, held);
    await this.store.commit(next, list);
    return next;
  }

  /** After damage: the list before, if that is whole, else the package's; a sync brings the newest. */
  private async mend(packaged: PackagedFeed): Promise<Asked> {
    const before = await this.store.before(packaged.feed);
    const isWhole = before && (await loadList(this.store, before).catch(() => null));
    const usable = isWhole ? await this.withFilter(packaged, before).catch(() => null) : null;
    if (usable !== null) await this.store.commit(usable.record);
    const mended = usable ?? (await this.withFilter(packaged, await this.toBaseline(packaged)));
    this.onDamage();
    return mended;
  }

  /** Takes up what a sync put in force. */
  async reload(feed: string): Promise<void> {
    const at = this.asked.findIndex(({ record }) => record.feed === feed);
    const one = this.asked[at];
    const record = await this.store.feed(feed);
    if (one === undefined) return;
    if (record !== undefined && digestOf(record) === digestOf(one.record)) one.record = record;
    else this.asked[at] = await this.open(one.packaged);
  }

  /** Takes the package's baselines where they are newer than what is stored: the package was upgraded. */
  async upgrade(raiseFloor: (record: FeedRecord) => Promise<void>): Promise<void> {
    for (const { packaged, record } of this.asked) {
      const baseline = await readBaseline(this.read, packaged);
      if ((signedTime(baseline.record.trusted) ?? 0) <= (signedTime(record.trusted) ?? 0)) continue;
      await this.store.commit(withLogOf(baseline.record, record), baseline.list);
      await raiseFloor(baseline.record);
      await this.reload(packaged.feed);
    }
  }

  get records(): readonly FeedRecord[] {
    return this.asked.map(({ record }) => record);
  }

  /** Hosts of the feeds: no list may cut a browser off from its updates. */
  get ownHosts(): string[] {
    return this.records.flatMap((record) => addressesOf(record).map((address) => new URL(address).hostname));
  }

  /** The verdict over all lists for keys as `keysOf` gives them. */
  async conclude(keys: readonly string[]): Promise<Found> {
    const lists: (AskedList & { record: FeedRecord })[] = [];
    for (const one of this.asked) {
      if (!keys.some((key) => one.filter.mayContain(key))) continue;
      const list = await this.textOf(one);
      lists.push({ list, filter: one.filter, ownHosts: this.ownHosts, record: one.record });
    }
    const { verdict, list } = conclude(keys, lists);
    return { verdict, record: list?.record ?? null };
  }

  private async textOf(one: Asked): Promise<List> {
    one.list ??= loadList(this.store, one.record);
    try {
      return await one.list;
    } catch (error) {
      if (!(error instanceof BaizeError)) throw error;
      Object.assign(one, await this.mend(one.packaged));
      one.list = loadList(this.store, one.record);
      return one.list;
    }
  }

  /** Says which lists are in force, and what else decides over what they stop. */
  get fingerprint(): string {
    return [...this.records.map(digestOf), ...this.ownHosts].join(' ');
  }

  /** What all lists together stop. Reads every text: for changes, not for every start. */
  async stops(): Promise<Stops> {
    const each: Stops[] = [];
    for (const one of this.asked) each.push(stopsOf(await this.textOf(one)));
    return joinStops(each);
  }

  /** Whether a feed's list carries a key, whatever comes of it. */
  async has(feed: string, key: string): Promise<boolean> {
    const one = this.asked.find(({ record }) => record.feed === feed);
    return one?.filter.mayContain(key) === true && (await this.textOf(one)).find(key) !== undefined;
  }
}
