import { type AskedList, conclude } from '../../chains/check.ts';
import { allianceTarget } from '../../core/feed.ts';
import { Filter } from '../../core/filter.ts';
import { List } from '../../core/list.ts';
import { stateOf } from '../../core/release.ts';
import { own } from '../../core/tuf/bytes.ts';
import type { Verdict } from '../../core/verdict.ts';
import { type PackagedFeed, packagedFeeds, type ReadPackaged, readBaseline } from './baseline.ts';
import { signedTime } from './clock.ts';
import { joinStops, type Stops, stopsOf } from './gate-rules.ts';
import type { FeedRecord, FeedStore, StoredList } from './store.ts';
import { asReadNow } from './stored-alliance.ts';
import { loadFilter, loadList, storedList } from './stored-list.ts';
import { addressesOf } from './sync.ts';

/** One feed as it is asked. */
interface Asked {
  readonly packaged: PackagedFeed;
  record: FeedRecord;
  filter: Filter;
  /** Loaded at the first "maybe": most of a worker's lives never need it. */
  list: Promise<List> | null;
}

/** A list with its record, taken from wherever it was whole. */
interface Whole {
  readonly record: FeedRecord;
  readonly list: StoredList;
}

/** When the newest release was signed that this browser has seen of a feed; 0 where none is known. */
export type NewestSeen = (feed: string) => Promise<number>;

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

/** In place of a newer list, which was lost: looked for at once, and may be fetched whole whatever was fetched today. */
function asFallback({ allowance: _, looked: __, next: ___, ...record }: FeedRecord): FeedRecord {
  return { ...record, isFallback: true };
}

/** What this life of the worker still has of a list that is gone from the store. */
async function inMemory(last: Asked | undefined): Promise<Whole | null> {
  const list = await last?.list?.catch(() => null);
  return list ? wholeOf(last!.record, list) : null;
}

async function wholeOf(record: FeedRecord, { text }: List): Promise<Whole> {
  return { record, list: await storedList(own(text), stateOf(record.trusted).entries) };
}

const isNewer = (one: FeedRecord, other: FeedRecord): boolean =>
  (signedTime(one.trusted) ?? 0) > (signedTime(other.trusted) ?? 0);

/** The lists in force. Only their filters are in memory until a key may be listed. */
export class Lists {
  private readonly store: FeedStore;
  private readonly read: ReadPackaged;
  private readonly newestSeen: NewestSeen;
  /** Told when a stored list was lost and another took its place: time for a sync. */
  private readonly onLoss: () => void;
  private asked: Asked[] = [];
  private readonly mendings = new Map<string, Promise<Asked>>();
  /** By feed: a list on its way into the store. Verdicts do not wait for that, whoever reads the store does. */
  private readonly storing = new Map<string, Promise<void>>();

  constructor(store: FeedStore, read: ReadPackaged, onLoss: () => void, newestSeen: NewestSeen) {
    this.store = store;
    this.read = read;
    this.onLoss = onLoss;
    this.newestSeen = newestSeen;
  }

  /** Opens every feed that the package follows; one without a stored list starts from the package's baseline. */
  async load(): Promise<void> {
    const feeds = await packagedFeeds(this.read);
    this.asked = await Promise.all(feeds.map((packaged) => this.open(packaged)));
  }

  /** Frees what is stored of feeds that the package no longer follows. */
  async forgetOthers(): Promise<void> {
    await Promise.all(this.storing.values());
    await this.store.keepOnly(this.asked.map(({ packaged }) => packaged.feed));
  }

  private async open(packaged: PackagedFeed, last?: Asked): Promise<Asked> {
    const record = await this.record(packaged);
    const filter = record && (await loadFilter(this.store, record).catch(() => undefined));
    return filter === undefined
      ? this.mend(packaged, last)
      : { packaged, record: record!, filter, list: null };
  }

  /** The record that the store has of a feed, or undefined. */
  private async record({ feed, folder }: PackagedFeed): Promise<FeedRecord | undefined> {
    const record = await this.store.feed(feed).catch(() => undefined);
    return (
      record && asReadNow(record, record.allianceFile ?? (await this.read(`${folder}/${allianceTarget}`)))
    );
  }

  /** Once for all who find the damage at the same time. */
  private mend(packaged: PackagedFeed, last?: Asked): Promise<Asked> {
    const { feed } = packaged;
    const mending = this.mendings.get(feed) ?? this.putWhole(packaged, last);
    this.mendings.set(feed, mending);
    return mending.finally(() => this.mendings.delete(feed));
  }

  /** Puts in force what is whole: in memory at once, then in the store if that takes it. */
  private async putWhole(packaged: PackagedFeed, last: Asked | undefined): Promise<Asked> {
    const held = await this.store.feed(packaged.feed).catch(() => undefined);
    const whole = await this.findWhole(packaged, held, last);
    const { list } = whole;
    const newest = await this.newestSeen(packaged.feed);
    const isFallback = (signedTime(whole.record.trusted) ?? 0) < newest;
    const known = withLogOf(whole.record, held);
    const record = isFallback ? asFallback(known) : known;
    this.storing.set(packaged.feed, this.store.commit(record, list).catch(console.error));
    if (held !== undefined || newest > 0) this.onLoss();
    const text = Promise.resolve(new List(list.text));
    return { packaged, record, filter: new Filter(list.hashes), list: text };
  }

  /** What is left of the list in force, else the newer one of the list before and the package's. */
  private async findWhole(packaged: PackagedFeed, held?: FeedRecord, last?: Asked): Promise<Whole> {
    const present = (await this.stored(held)) ?? (await inMemory(last));
    if (present !== null) return present;
    const before = await this.stored(await this.store.before(packaged.feed).catch(() => undefined));
    const baseline = await readBaseline(this.read, packaged);
    return before === null || isNewer(baseline.record, before.record) ? baseline : before;
  }

  private async stored(record: FeedRecord | undefined): Promise<Whole | null> {
    const list = record && (await loadList(this.store, record).catch(() => null));
    return list ? wholeOf(record, list) : null;
  }

  /** Takes up what a sync put in force. */
  async reload(feed: string): Promise<void> {
    const at = this.asked.findIndex(({ record }) => record.feed === feed);
    const one = this.asked[at];
    if (one === undefined) return;
    await this.storing.get(feed);
    const record = await this.record(one.packaged);
    if (record !== undefined && digestOf(record) === digestOf(one.record)) one.record = record;
    else this.asked[at] = await this.open(one.packaged, one);
  }

  /** Takes the package's baselines where they are newer than what is stored: the package was upgraded. */
  async upgrade(raiseFloor: (record: FeedRecord) => Promise<void>): Promise<void> {
    const each = this.asked.map((one) => this.upgradeOne(one, raiseFloor).catch(console.error));
    await Promise.all(each);
  }

  private async upgradeOne(
    { packaged, record }: Asked,
    raiseFloor: (record: FeedRecord) => Promise<void>,
  ): Promise<void> {
    const baseline = await readBaseline(this.read, packaged);
    if (!isNewer(baseline.record, record)) return;
    await this.storing.get(packaged.feed);
    await this.store.commit(withLogOf(baseline.record, record), baseline.list);
    await raiseFloor(baseline.record);
    await this.reload(packaged.feed);
  }

  get records(): readonly FeedRecord[] {
    return this.asked.map(({ record }) => record);
  }

  /** Whether a newer list was lost, and is not back yet. */
  get isBehind(): boolean {
    return this.records.some(({ isFallback }) => isFallback === true);
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
    const tried = one.list;
    try {
      return await tried;
    } catch (error) {
      if (one.list === tried) Object.assign(one, await this.mend(one.packaged));
      if (one.list === null) throw error;
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
