import { limits } from '../../core/limits.ts';
import type { Cut, Finding } from '../messages.ts';
import type { TellGuard } from './frames.ts';
import { inOrder } from './in-order.ts';
import type { Values } from './store.ts';

/** A request that the browser did not make, as `webRequest.onErrorOccurred` tells it. */
export interface LostRequest {
  readonly url: string;
  readonly type: string;
  readonly error: string;
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId?: string | undefined;
  /** Only in Firefox. */
  readonly documentUrl?: string | undefined;
}

/** What extensions stop ends like this; in Chromium, then in Firefox, where a page may also have given up by itself. */
const stopped = new Set(['net::ERR_BLOCKED_BY_CLIENT', 'NS_ERROR_ABORT']);
/** These have the stop page. */
const framed = new Set(['main_frame', 'sub_frame', 'object']);
const data = new Set(['xmlhttprequest', 'websocket', 'webtransport', 'ping', 'beacon', 'other']);

/** Whether a request may have been cut out of a page: all that is looked at of most of them. */
export function isCut({ error, type, tabId }: LostRequest): boolean {
  return tabId >= 0 && stopped.has(error) && !framed.has(type);
}

const whatOf = (type: string): Cut['what'] =>
  type === 'script' ? 'script' : data.has(type) ? 'data' : 'content';
const gravest = (some: Cut['what'], other: Cut['what']): Cut['what'] =>
  (['script', 'data', 'content'] as const).find((what) => what === some || what === other)!;

/** By page: the next one may lose something before its guard has spoken, the one before long after. */
type CutsOfTab = Map<string, readonly Cut[]>;
const name = 'cuts';
const top = 0;

/**
 * What the gate cut out of pages: scripts, pictures, all that came from listed hosts. In the session's store, as the
 * worker dies; hardly ever anything is in it.
 */
export class Cuts {
  private readonly session: Values;
  private readonly tell: TellGuard;
  private readonly inOrder = inOrder();
  private readonly telling = new Set<number>();
  private loaded: Promise<Map<number, CutsOfTab>> | null = null;

  constructor(session: Values, tell: TellGuard) {
    this.session = session;
    this.tell = tell;
  }

  /** Something from a listed host was cut out of a page. */
  saw(tab: number, page: string, { url, type }: LostRequest, finding: Finding): Promise<void> {
    return this.inOrder(async () => {
      const all = await this.load();
      const ofTab = all.get(tab) ?? new Map<string, readonly Cut[]>();
      const cuts = ofTab.get(page) ?? [];
      const host = new URL(url).hostname;
      const old = cuts.find((cut) => cut.host === host);
      if (old === undefined && cuts.length >= limits.cutHosts) return;
      const what = whatOf(type);
      const cut: Cut =
        old === undefined
          ? { host, count: 1, what, finding }
          : { ...old, count: old.count + 1, what: gravest(what, old.what) };
      ofTab.set(page, [...cuts.filter((other) => other !== old), cut]);
      all.set(tab, ofTab);
      await this.save(all);
    });
  }

  /** What was cut out of the page in a tab. @param page null where it is not known: the worker has slept since */
  async of(tab: number, page: string | null): Promise<readonly Cut[]> {
    const ofTab = (await this.load()).get(tab);
    const [only] = ofTab?.size === 1 ? ofTab.keys() : [];
    return ofTab?.get(page ?? only ?? '') ?? [];
  }

  /** A page stands in a tab: what was cut out of others there is of no use any more. */
  opened(tab: number, page: string): Promise<void> {
    return this.forget(tab, (other) => other !== page);
  }

  closed(tab: number): Promise<void> {
    return this.forget(tab, () => true);
  }

  /** Tells a page's guard, which hears nothing before the page is drawn: tried until it does. */
  async show(tab: number, page: string): Promise<void> {
    if (this.telling.has(tab)) return;
    this.telling.add(tab);
    try {
      for (let pause: number = limits.cutPause; pause <= limits.longestCutPause; pause *= 2) {
        const cuts = await this.of(tab, page);
        if (cuts.length === 0) return;
        const isTold = await this.tell(tab, top, { baize: 'cuts', cuts }).then(
          () => true,
          () => false,
        );
        if (isTold && cuts === (await this.of(tab, page))) return;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    } finally {
      this.telling.delete(tab);
    }
  }

  private forget(tab: number, isGone: (page: string) => boolean): Promise<void> {
    return this.inOrder(async () => {
      const all = await this.load();
      const ofTab = all.get(tab);
      const gone = [...(ofTab?.keys() ?? [])].filter(isGone);
      if (ofTab === undefined || gone.length === 0) return;
      for (const page of gone) ofTab.delete(page);
      if (ofTab.size === 0) all.delete(tab);
      await this.save(all);
    });
  }

  private load(): Promise<Map<number, CutsOfTab>> {
    this.loaded ??= this.session
      .get(name)
      .then(
        (stored) =>
          new Map(
            ((stored ?? []) as [number, [string, Cut[]][]][]).map(([tab, pages]) => [tab, new Map(pages)]),
          ),
      );
    return this.loaded;
  }

  private async save(all: Map<number, CutsOfTab>): Promise<void> {
    const plain = [...all].map(([tab, pages]) => [tab, [...pages]]);
    await this.session.put(name, plain).catch(console.error);
  }
}
