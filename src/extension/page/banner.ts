import { limits } from '../../core/limits.ts';
import { bannerStyle, hostStyle } from './banner-style.ts';
import { drawNotice, drawPill } from './banner-view.ts';
import type { Notice } from './notice.ts';

/** What the banner leaves to others. */
export interface Actions {
  leave(): void;
  show(): void;
}

/**
 * The one banner of a page: a closed shadow tree on an element of its own, in the top layer, so that the page is
 * neither shifted nor restyled. A page can still remove or cover it (attacks.md 49); that is why a listed site
 * never depends on it.
 */
export class Banner {
  private readonly actions: Actions;
  private readonly observer = new MutationObserver(() => this.keep());
  private host: HTMLElement | null = null;
  private root: ShadowRoot | null = null;
  private style: string | null = null;
  private notice: Notice | null = null;
  private folded = false;
  private returns = 0;

  constructor(actions: Actions) {
    this.actions = actions;
  }

  /** Shows a notice, or none; the same notice again changes nothing, so that nobody hears it twice. */
  show(notice: Notice | null): void {
    if (JSON.stringify(notice) === JSON.stringify(this.notice)) return;
    // What a person has folded away stays so until something else is to be said (warnings.md R4).
    if (notice?.title !== this.notice?.title) this.folded = false;
    this.notice = notice;
    if (notice === null) {
      this.remove();
      return;
    }
    if (this.host === null) this.place(this.make());
    this.draw(notice);
  }

  /** Puts the banner back when the page has removed, closed or restyled it: at most three times. */
  keep(): void {
    if (this.host === null || this.isIntact(this.host) || this.returns >= limits.bannerReturns) return;
    this.returns += 1;
    this.place(this.host);
  }

  private isIntact(host: HTMLElement): boolean {
    return host.isConnected && isOnTop(host) && host.getAttribute('style') === this.style;
  }

  private make(): HTMLElement {
    const host = document.createElementNS('http://www.w3.org/1999/xhtml', 'div') as HTMLElement;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(bannerStyle);
    this.host = host;
    this.root = host.attachShadow({ mode: 'closed' });
    this.root.adoptedStyleSheets = [sheet];
    host.addEventListener('toggle', () => this.keep());
    return host;
  }

  private place(host: HTMLElement): void {
    this.observer.disconnect();
    host.style.cssText = hostStyle;
    this.style = host.getAttribute('style');
    host.popover = 'manual';
    const parent: HTMLElement | null = document.documentElement;
    if (!host.isConnected) parent?.append(host);
    if (host.isConnected && !isOnTop(host)) host.showPopover();
    this.observer.observe(host, { attributes: true, attributeFilter: ['style', 'popover'] });
  }

  private draw(notice: Notice): void {
    const focused = this.root?.activeElement?.classList[0];
    const handlers = {
      ...this.actions,
      fold: () => this.fold(notice, true),
      unfold: () => this.fold(notice, false),
    };
    const drawn = this.folded ? drawPill(notice, handlers) : drawNotice(notice, handlers);
    drawn.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && event.isTrusted && !this.folded) this.fold(notice, true);
    });
    this.root?.replaceChildren(drawn);
    if (focused !== undefined) this.focus(`.${focused}`);
  }

  private fold(notice: Notice, folded: boolean): void {
    this.folded = folded;
    this.draw(notice);
    this.focus('button');
  }

  private focus(selector: string): void {
    this.root?.querySelector<HTMLElement>(selector)?.focus();
  }

  private remove(): void {
    this.observer.disconnect();
    this.host?.remove();
    this.host = null;
    this.root = null;
  }
}

function isOnTop(host: HTMLElement): boolean {
  return host.matches(':popover-open');
}
