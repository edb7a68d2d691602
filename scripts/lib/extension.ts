import type { Answer, MessageName, Reply, Request } from '../../src/extension/messages.ts';
import { type PlainBrowser, type PlainTab, type Point, type Tab, until } from './browser.ts';

type WebExtension = typeof import('wxt/browser').browser;
declare const browser: WebExtension | undefined;
declare const chrome: WebExtension;

/** Runs in the settings page: whether the background has done what follows its first start, the gate included. */
async function hasBegun(): Promise<boolean> {
  const { storage } = typeof browser === 'undefined' ? chrome : browser;
  return (await storage.session.get('begun')).begun === true;
}

/** Whether an address is the page that stands in place of a listed site. */
export function isStopPage(url: string): boolean {
  return /^(?:chrome|moz)-extension:\/\/[^/]+\/stop\.html(?:$|[?#])/.test(url);
}

/** What one frame of a page is shown by the extension, as text. */
export interface Shown {
  readonly url: string;
  /** The marked texts. */
  readonly marked: readonly string[];
  /** How many elements on the screen have a frame drawn around them. */
  readonly outlined: number;
  /** The banner's words, and its pill's when it is folded; empty when there is none. */
  readonly banner: string;
  readonly callout: string;
  /** The middle of each button of the banner, by its name in the script. */
  readonly buttons: Readonly<Record<string, Point>>;
}

/** The extension in a running browser, spoken to through its own settings page. */
export class Extension<T extends PlainTab = Tab> {
  readonly settings: T;
  private readonly base: string;
  private readonly inside: PlainBrowser<T>;

  private constructor(inside: PlainBrowser<T>, settings: T) {
    this.inside = inside;
    this.settings = settings;
    this.base = inside.extension;
  }

  /** Opens the settings page and waits until the background answers it and the gate is set. */
  static async open<T extends PlainTab>(inside: PlainBrowser<T>): Promise<Extension<T>> {
    const extension = await Extension.answering(inside);
    await until('the gate', () => extension.settings.run(hasBegun));
    return extension;
  }

  /** Opens the settings page and waits until the background answers it, of any version. */
  static async answering<T extends PlainTab>(inside: PlainBrowser<T>): Promise<Extension<T>> {
    const settings = await inside.newTab();
    const extension = new Extension(inside, settings);
    await until('the extension', async () => {
      await settings.open(`${inside.extension}options.html`);
      await extension.ask('settings.show', {});
      return true;
    });
    return extension;
  }

  /** Sends a message as the extension's own pages do. @throws Error with the background's code and sentence */
  async ask<N extends MessageName>(name: N, request: Request<N>): Promise<Reply<N>> {
    const envelope = { baize: name, request };
    const send = (message: unknown) =>
      (typeof browser === 'undefined' ? chrome : browser).runtime.sendMessage(message);
    const answer = (await this.settings.run(send, envelope)) as Answer<N> | undefined;
    if (answer?.ok) return answer.reply;
    throw new Error(answer ? `${answer.code}: ${answer.message}` : `No answer to ${name}.`);
  }

  /** The browser's number of the tab that shows this address. */
  async tabId(url: string): Promise<number> {
    const find = async (wanted: string) => {
      const tabs = await (typeof browser === 'undefined' ? chrome : browser).tabs.query({});
      return tabs.find((tab) => tab.url === wanted)?.id ?? null;
    };
    return until(`a tab at ${url}`, () => this.settings.run(find, url));
  }

  /** What the toolbar's icon says about a tab. */
  async badge(url: string): Promise<string> {
    const read = (tabId: number) =>
      (typeof browser === 'undefined' ? chrome : browser).action.getBadgeText({ tabId });
    return this.settings.run(read, await this.tabId(url));
  }

  /** What the frames of a tab are shown. */
  async shown(tabId: number): Promise<Shown[]> {
    const look = async (id: number) => {
      const { scripting } = typeof browser === 'undefined' ? chrome : browser;
      const target = { tabId: id, allFrames: true };
      // Firefox lets only the page's own world read marks; Chromium runs nothing there in a sandboxed frame.
      const world = navigator.userAgent.includes('Firefox') ? 'MAIN' : 'ISOLATED';
      const marks = () => [...new Set([...CSS.highlights.values()].flatMap((set) => [...set].map(String)))];
      const marked = await scripting.executeScript({ target, world, func: marks });
      // In the guard's world: the page can not look into what the extension draws.
      const draws = () => {
        const host = [...document.documentElement.children].find((each) => each.matches(':popover-open'));
        const opened = host as { openOrClosedShadowRoot?: ShadowRoot } | undefined;
        const root =
          host && (opened?.openOrClosedShadowRoot ?? chrome.dom.openOrClosedShadowRoot(host as HTMLElement));
        const textOf = (selector: string) => root?.querySelector<HTMLElement>(selector)?.innerText ?? '';
        const middle = (button: Element) => {
          const { left, top, width, height } = button.getBoundingClientRect();
          return [button.classList[0] ?? '', { x: left + width / 2, y: top + height / 2 }] as const;
        };
        const buttons = Array.from(root?.querySelectorAll('.notice button') ?? [], middle);
        const frames = Array.from(root?.querySelectorAll<HTMLElement>('.outline') ?? []);
        return {
          url: location.href,
          outlined: frames.filter(({ style }) => style.visibility !== 'hidden').length,
          banner: textOf('.notice'),
          callout: textOf('.callout'),
          buttons: Object.fromEntries(buttons),
        };
      };
      const drawn = await scripting.executeScript({ target, func: draws });
      return drawn.flatMap(({ frameId, result }) => {
        const own = marked.find((each) => each.frameId === frameId)?.result;
        return result && own ? [{ ...result, marked: own }] : [];
      });
    };
    return this.settings.run(look, tabId);
  }

  /** Does what the menu's "check this picture" does once it was clicked, which no driver can do. */
  async checkPicture(tabId: number, src: string): Promise<void> {
    const tell = async ([id, address]: readonly [number, string]) => {
      const own = typeof browser === 'undefined' ? chrome : browser;
      // A guard hears nobody but the background; in Firefox that is a page, and this one can speak through it.
      const page = navigator.userAgent.includes('Firefox') ? await own.runtime.getBackgroundPage() : null;
      const { tabs } = (page as { browser?: WebExtension } | null)?.browser ?? own;
      await tabs.sendMessage(id, { baize: 'picture', src: address }, { frameId: 0 });
    };
    await this.settings.run(tell, [tabId, src] as const);
  }

  /** Opens the popup for the tab at an address, in a tab of its own. */
  async popup(url: string): Promise<T> {
    const tab = await this.inside.newTab();
    await tab.open(`${this.base}popup.html#${await this.tabId(url)}`);
    return tab;
  }

  /** Looks for a new release now and waits for the outcome. */
  async sync(): Promise<Reply<'feeds.sync'>> {
    return this.ask('feeds.sync', {});
  }
}
