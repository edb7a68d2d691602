import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import type { FoundAddress, PageReply } from '../messages.ts';
import { inOrder } from './in-order.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

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

/** What became of a note. */
export interface Noted {
  readonly note: TabNote;
  /** Whether the toolbar has something to say of it, or had. The browser itself clears what it says of a page that is left. */
  readonly isBadgeDue: boolean;
}

type Page = Pick<TabNote, 'page' | 'url' | 'isGuarded'>;
type Judge = () => Judged | Promise<Judged>;

const shape = z.looseObject({
  ...{ page: z.string(), url: z.string(), verdict: z.string(), finding: z.nullable(z.looseObject({})) },
  addresses: z.array(z.looseObject({ key: z.string(), finding: z.nullable(z.looseObject({})) })),
}) as unknown as z.ZodMiniType<TabNote>;

const nameOf = (tab: number): string => `tab.${tab}`;

/**
 * What is known of each tab. A note with something to say is in the session's store: the worker dies, the tab stays.
 * Most pages have nothing to say and cost no write: which page stands there, its guard can be asked again. Nothing
 * outlives the browser, which is what private windows ask for.
 */
export class Tabs {
  private readonly session: Values;
  /** What this life of the worker knows already: every page asks. */
  private readonly notes = new Map<number, TabNote | null>();
  /** Tabs that the store may hold a note of. */
  private readonly stored = new Set<number>();
  private readonly change = inOrder();

  constructor(session: Values) {
    this.session = session;
  }

  async note(tab: number): Promise<TabNote | null> {
    if (!this.notes.has(tab)) {
      const stored = (await storedAs(this.session, nameOf(tab), shape)) ?? null;
      if (stored !== null) this.stored.add(tab);
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
   * @param isSaid whether the toolbar has something to say of every page
   */
  opened(tab: number, page: Page, judge: Judge, isSaid = false): Promise<Noted> {
    return this.change(() => this.open(tab, page, judge, isSaid));
  }

  /**
   * A page speaks that opened before: it is noted where nothing is, as after the worker's death.
   *
   * @returns the page that stands in the tab
   */
  speaks(tab: number, page: Page, judge: Judge): Promise<string> {
    return this.change(async () => {
      const note = (await this.note(tab)) ?? (await this.open(tab, page, judge)).note;
      return note.page;
    });
  }

  private async open(tab: number, page: Page, judge: Judge, isSaid = false): Promise<Noted> {
    const [{ verdict, finding }, before] = await Promise.all([judge(), this.note(tab)]);
    const old = before?.page === page.page ? before : null;
    const note = { ...page, verdict, finding, addresses: old?.addresses ?? [] };
    await this.keep(tab, note, isSaid);
    return { note, isBadgeDue: isSaid || isWarned(note) || (old !== null && isWarned(old)) };
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
    return this.change(async () => {
      await this.note(tab);
      this.notes.delete(tab);
      await this.store(tab, undefined);
    });
  }

  private async keep(tab: number, note: TabNote, isSaid = false): Promise<void> {
    this.notes.set(tab, note);
    const isEmpty = note.verdict === 'unlisted' && note.addresses.length === 0 && note.isGuarded;
    await this.store(tab, isEmpty && !isSaid ? undefined : note);
  }

  // The session's store has a bound. Without its note a tab has a poorer badge, but still its verdict.
  private async store(tab: number, note: TabNote | undefined): Promise<void> {
    if (note === undefined && !this.stored.delete(tab)) return;
    if (note !== undefined) this.stored.add(tab);
    await this.session.put(nameOf(tab), note).catch(console.error);
  }
}

/** Whether the toolbar says something of a page. */
function isWarned({ verdict, addresses }: TabNote): boolean {
  return verdict !== 'unlisted' || addresses.some(({ finding }) => finding !== null);
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
