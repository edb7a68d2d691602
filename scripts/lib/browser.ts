import type { BrowserKind } from './browsers.ts';

/** A place of a window, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What every driver can do with a tab. Waits end after a minute with an error that says what was waited for. */
export interface PlainTab {
  /** Opens an address and waits until something stands there: the page, or what stands in its place. */
  open(url: string): Promise<void>;
  /** The address in the address bar. */
  url(): Promise<string>;
  /** The text a person sees on the page: what is folded or hidden is not in it. */
  text(): Promise<string>;
  /** Runs a function in the page (its own world) and returns what it returned, as JSON. */
  run<A, R>(work: (argument: A) => R | Promise<R>, argument?: A): Promise<R>;
  /** Clicks in the middle of an element as a person does; the tab comes to the front. */
  click(selector: string): Promise<void>;
  /** Presses the mouse button over the middle of an element, and does not let it go. */
  hold(selector: string): Promise<void>;
  /** Types into an element that has the focus. */
  type(text: string): Promise<void>;
  /** Takes a picture of what a window shows, or of one element. */
  screenshot(path: string, selector?: string): Promise<void>;
  /** Brings the tab to the front. */
  show(): Promise<void>;
  close(): Promise<void>;
}

/** One tab, the same for every browser. */
export interface Tab extends PlainTab {
  /** Runs a function in the first frame of the page whose address contains `part`, like `run`. */
  runInFrame<R>(part: string, work: () => R | Promise<R>): Promise<R>;
  /** Presses a key, or several together (`Control+c`), as a person does; the tab comes to the front. */
  press(key: string): Promise<void>;
  /** Moves the pointer to a place of the window, in CSS pixels, and clicks there if told to. */
  point(at: Point, click?: boolean): Promise<void>;
}

/** A browser with the extension in it, as far as it takes to speak to the extension. */
export interface PlainBrowser<T extends PlainTab = PlainTab> {
  /** Base address of the extension's own pages, with a final slash. */
  readonly extension: string;
  newTab(): Promise<T>;
}

/** One run of a browser with the extension in it, on a profile that lasts until `close`. */
export interface Browser extends PlainBrowser<Tab> {
  readonly kind: BrowserKind;
  /** All tabs, those that pages and the extension opened included, in no order. */
  tabs(): Promise<Tab[]>;
  /** Ends the browser and starts it anew on the same profile. @param meanwhile does something to that */
  restart(meanwhile?: (profile: string) => void): Promise<void>;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Folder of the built extension. */
  readonly extension: string;
  /** Names that lead to this machine; `*.test` where the browser can. */
  readonly hosts: readonly string[];
  /** Shows a window. */
  readonly visible?: boolean;
  /** Whether the person has allowed the extension in Firefox's private windows. */
  readonly inPrivateWindows?: boolean;
  /** Firefox's preferences, besides those of every run. */
  readonly preferences?: Readonly<Record<string, unknown>>;
  /** Called when a person closes the browser. */
  readonly onClosed?: () => void;
}

/** Runs in a page, for `Tab.text`. */
export function seenText(): string {
  return document.body.innerText;
}

/** How long something may take on a machine under load: a bound for what does not come, in milliseconds. */
const patience = 60_000;
const pause = 50;

/**
 * Asks again until the answer is true-ish, and returns it. Errors count as "not yet": a page that is being replaced
 * refuses to answer.
 *
 * @throws Error naming `what` after a minute
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  within = patience,
): Promise<NonNullable<T>> {
  const end = Date.now() + within;
  let last: unknown;
  while (Date.now() < end) {
    try {
      last = await ask();
      if (last) return last as NonNullable<T>;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error(`Waited ${within / 1_000} s in vain for ${what}. Last answer: ${String(last)}`);
}
