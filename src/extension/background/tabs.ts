import { limits } from '../../core/limits.ts';
import type { FoundAddress, PageReply } from '../messages.ts';
import { inOrder } from './in-order.ts';
import type { Values } from './store.ts';

type Judged = Pick<PageReply, 'verdict' | 'finding'>;

/** What the guards of a tab found. */
export interface TabNote extends Judged {
  /** The document in the tab, as the browser names it; its address where the browser does not. */
  readonly page: string;
  readonly url: string;
  /** Whether a guard watches over the page; else nothing is known but its address. */
  readonly isGuarded: boolean;
  /** Those of its frames too, listed ones first. */
  readonly addresses: readonly FoundAddress[];
}

const nameOf = (tab: number): string => `tab.${tab}`;

/**
 * What is known of each tab, in the session's store: the worker dies, the tab stays. Nothing of it outlives the browser,
 * which is what private windows ask for.
 */
export class Tabs {
  private readonly session: Values;
  /** What this life of the worker knows already: every page asks. */
  private readonly notes = new Map<number, TabNote | null>();
  private readonly change = inOrder();

  constructor(session: Values) {
    this.session = session;
  }

  async note(tab: number): Promise<TabNote | null> {
    if (!this.notes.has(tab)) {
      const stored = ((await this.session.get(nameOf(tab))) ?? null) as TabNote | null;
      // What was noted meanwhile is newer.
      if (!this.notes.has(tab)) this.notes.set(tab, stored);
    }
    return this.notes.get(tab) ?? null;
  }

  /** Which page stands in a tab. Asked for first when a message comes, so that nothing is noted for the page after. */
  page(tab: number): Promise<string | null> {
    return this.change(async () => (await this.note(tab))?.page ?? null);
  }

  /**
   * A page opened in a tab, or its address changed: what was found in the same document stays.
   *
   * @param judge says its verdict; waited for before anything else is noted, so that nothing found comes too early
   */
  opened(
    tab: number,
    page: Pick<TabNote, 'page' | 'url' | 'isGuarded'>,
    judge: () => Judged | Promise<Judged>,
  ): Promise<TabNote> {
    return this.change(async () => {
      const { verdict, finding } = await judge();
      const old = await this.note(tab);
      const addresses = old?.page === page.page ? old.addresses : [];
      const note = { ...page, verdict, finding, addresses };
      await this.keep(tab, note);
      return note;
    });
  }

  /**
   * Addresses were looked up on a page.
   *
   * @param keys all that were looked up: what was known of them is replaced
   * @param found those that people are shown, listed ones first; not all are taken
   * @returns whether what is listed there is other now
   */
  saw(tab: number, page: string, keys: ReadonlySet<string>, found: Iterable<FoundAddress>): Promise<boolean> {
    return this.change(async () => {
      const old = await this.note(tab);
      if (old === null || old.page !== page) return false;
      const others = old.addresses.filter(({ key }) => !keys.has(key));
      const addresses = listedFirst([...others, ...withinRoom(others.length, found)]);
      // A page with very many addresses goes on finding them, long after there is room for no more.
      if (isSame(addresses, old.addresses)) return false;
      await this.keep(tab, { ...old, addresses });
      return listedKeys(addresses) !== listedKeys(old.addresses);
    });
  }

  /** The browser withholds the page in a tab from now on. */
  withheld(tab: number): Promise<void> {
    return this.change(async () => {
      const note = await this.note(tab);
      if (note?.isGuarded) await this.keep(tab, { ...note, isGuarded: false });
    });
  }

  closed(tab: number): Promise<void> {
    return this.change(() => {
      this.notes.delete(tab);
      return this.session.put(nameOf(tab), undefined);
    });
  }

  // The session's store has a bound. Without its note a tab has a poorer badge, but still its verdict.
  private async keep(tab: number, note: TabNote): Promise<void> {
    this.notes.set(tab, note);
    await this.session.put(nameOf(tab), note).catch(console.error);
  }
}

/** Listed ones, and others as long as there is room for them. */
function withinRoom(taken: number, found: Iterable<FoundAddress>): FoundAddress[] {
  const fresh: FoundAddress[] = [];
  for (const address of found) {
    if (address.finding === null && taken + fresh.length >= limits.addressesPerTab) break;
    fresh.push(address);
  }
  return fresh;
}

/** Each address once, in the order they were found, listed ones first, and no more than a popup can show. */
function listedFirst(addresses: readonly FoundAddress[]): FoundAddress[] {
  const byKey = new Map<string, FoundAddress>();
  for (const address of addresses) if (!byKey.has(address.key)) byKey.set(address.key, address);
  return [...byKey.values()]
    .sort((a, b) => Number(a.finding === null) - Number(b.finding === null))
    .slice(0, limits.addressesPerTab);
}

function isSame(some: readonly FoundAddress[], others: readonly FoundAddress[]): boolean {
  return some.length === others.length && some.every((address, i) => address === others[i]);
}

function listedKeys(addresses: readonly FoundAddress[]): string {
  return addresses.flatMap(({ key, finding }) => (finding === null ? [] : key)).join(' ');
}
