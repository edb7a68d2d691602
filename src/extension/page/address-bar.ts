import { limits } from '../../core/limits.ts';

/**
 * The page's address without its fragment, which never belongs to a key. What is over the bound is query or a path that
 * no list may name.
 */
export function pageUrl(): string {
  return location.href.split('#', 1)[0]!.slice(0, limits.urlLength);
}

/**
 * Watches the page's address, fragment aside: single-page applications change it without a load. The guard lives in
 * its own world, where the page's `history` can not be patched, so besides the browser's events it compares.
 */
export class AddressBar {
  private readonly changed: () => void;
  private readonly stopper = new AbortController();
  private last = '';

  /** @param changed called at the start and at each change */
  constructor(changed: () => void) {
    this.changed = changed;
  }

  start(): void {
    const { signal } = this.stopper;
    for (const name of ['popstate', 'hashchange']) addEventListener(name, this.compare, { signal });
    // Chromium since 102, Firefox since 147.
    if ('navigation' in globalThis) {
      navigation.addEventListener('currententrychange', this.compare, { signal });
    }
    this.compare();
  }

  /** Cheap enough for every change of the page. */
  readonly compare = (): void => {
    const url = pageUrl();
    if (url === this.last) return;
    this.last = url;
    this.changed();
  };

  stop(): void {
    this.stopper.abort();
  }
}
