import { limits } from '../../core/limits.ts';
import type { Finding, PageReply } from '../messages.ts';
import { inOrder } from './in-order.ts';
import type { Values } from './store.ts';

/** What the guard found in a tab. */
export interface TabNote {
  readonly url: string;
  readonly verdict: PageReply['verdict'];
  readonly finding: Finding | null;
  readonly addresses: readonly { readonly key: string; readonly finding: Finding | null }[];
}

const nameOf = (tab: number): string => `tab.${tab}`;

/**
 * What is known of each tab, in the session's store: the worker dies, the tab stays. Nothing of it outlives the browser,
 * which is what private windows ask for.
 */
export class Tabs {
  private readonly session: Values;
  private readonly change = inOrder();

  constructor(session: Values) {
    this.session = session;
  }

  async note(tab: number): Promise<TabNote | null> {
    return ((await this.session.get(nameOf(tab))) ?? null) as TabNote | null;
  }

  /** A page opened in a tab, or its verdict changed: addresses found at the same address stay. */
  opened(tab: number, page: Omit<TabNote, 'addresses'>): Promise<TabNote> {
    return this.change(async () => {
      const old = await this.note(tab);
      const note = { ...page, addresses: old?.url === page.url ? old.addresses : [] };
      await this.session.put(nameOf(tab), note);
      return note;
    });
  }

  /** Addresses were seen on the page at `url`. */
  saw(tab: number, url: string, seen: TabNote['addresses']): Promise<TabNote | null> {
    return this.change(async () => {
      const old = await this.note(tab);
      if (old === null || old.url !== url) return old;
      const note = { ...old, addresses: listedFirst([...seen, ...old.addresses]) };
      await this.session.put(nameOf(tab), note);
      return note;
    });
  }

  closed(tab: number): Promise<void> {
    return this.change(() => this.session.put(nameOf(tab), undefined));
  }
}

/** Each address once, listed ones first, and no more than a popup can show. */
function listedFirst(addresses: TabNote['addresses']): TabNote['addresses'] {
  const byKey = new Map<string, Finding | null>();
  for (const { key, finding } of addresses) byKey.set(key, byKey.get(key) ?? finding);
  return [...byKey]
    .map(([key, finding]) => ({ key, finding }))
    .sort((a, b) => Number(a.finding === null) - Number(b.finding === null))
    .slice(0, limits.addressesPerTab);
}
