/**
 * Watches the page's address, fragment aside: single-page applications change it without a load. The guard lives in
 * its own world, where the page's `history` can not be patched, so besides the browser's events it compares.
 */
export class AddressBar {
  private readonly changed: () => void;
  private readonly stopper = new AbortController();
  private last = '';

  /** @param changed called at the start, at each change, and when the page comes back from the cache */
  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** The address without its fragment, which never belongs to a key. */
  get url(): string {
    return location.href.split('#', 1)[0]!;
  }

  start(): void {
    const { signal } = this.stopper;
    for (const name of ['popstate', 'hashchange']) addEventListener(name, this.compare, { signal });
    addEventListener('pageshow', (event) => event.persisted && this.tell(), { signal });
    // Chromium since 102, Firefox since 147.
    if ('navigation' in globalThis) {
      navigation.addEventListener('currententrychange', this.compare, { signal });
    }
    this.compare();
  }

  /** Cheap enough for every change of the page. */
  readonly compare = (): void => {
    if (this.url !== this.last) this.tell();
  };

  stop(): void {
    this.stopper.abort();
  }

  private tell(): void {
    this.last = this.url;
    this.changed();
  }
}
