import { limits } from '../../../core/limits.ts';
import { hostStyle, style } from './style.ts';

/** What stands in the host, each at most once, from the bottom up. */
export type Part = 'outlines' | 'banner' | 'callout';

/**
 * The one element that a page gets: a closed shadow tree in the top layer, so that the page is neither shifted nor
 * restyled; there only while it has something to show. A page can still remove or cover it (attacks.md 49); that is
 * why a listed site never depends on it.
 */
export class Host {
  private readonly observer = new MutationObserver(() => this.keep());
  private readonly parts = new Map<Part, HTMLElement>();
  private element: HTMLElement | null = null;
  private root: ShadowRoot | null = null;
  private style: string | null = null;
  private returns = 0;

  /** Puts a part in the place of what stood there, or takes it away. */
  put(part: Part, drawn: HTMLElement | null): void {
    const old = this.parts.get(part);
    if (drawn === null) {
      old?.remove();
      this.parts.delete(part);
      if (this.parts.size === 0) this.remove();
      return;
    }
    this.parts.set(part, drawn);
    if (this.element === null) this.place(this.make());
    if (old === undefined) this.root?.append(drawn);
    else old.replaceWith(drawn);
  }

  /** Brings the host above what the page has put into the top layer, and into a dialog that shuts the rest out. */
  raise(): void {
    const { element } = this;
    if (element === null) return;
    const dialog = [...document.querySelectorAll<HTMLElement>('dialog:modal')].at(-1);
    if (dialog === undefined && document.querySelector(':popover-open, :fullscreen') === element) return;
    if (element.contains(document.activeElement)) return;
    if (dialog !== undefined && dialog !== element.parentElement) {
      dialog.append(element);
      dialog.addEventListener('close', () => this.leave(dialog), { once: true });
    }
    if (isOnTop(element)) element.hidePopover();
    this.place(element);
  }

  /** Puts the host back when the page has removed, closed or restyled it: at most three times. */
  keep(): void {
    const { element } = this;
    if (element === null || this.isIntact(element) || this.returns >= limits.bannerReturns) return;
    this.returns += 1;
    if (!isReached(element)) element.remove();
    this.place(element);
  }

  /** Whether an event came from within the host: outside of it the shadow tree is closed. */
  holds(event: Event): boolean {
    return this.element !== null && event.target === this.element;
  }

  /** How much of the window's top the banner takes, in CSS pixels. */
  get bannerBottom(): number {
    return this.parts.get('banner')?.getBoundingClientRect().bottom ?? 0;
  }

  /** What has the focus within the host. */
  get focused(): Element | null {
    return this.root?.activeElement ?? null;
  }

  private leave(dialog: HTMLElement): void {
    if (this.element === null || this.element.parentElement !== dialog) return;
    this.element.remove();
    this.place(this.element);
  }

  private isIntact(element: HTMLElement): boolean {
    return isReached(element) && isOnTop(element) && element.getAttribute('style') === this.style;
  }

  private make(): HTMLElement {
    const element = document.createElementNS('http://www.w3.org/1999/xhtml', 'div') as HTMLElement;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.element = element;
    this.root = element.attachShadow({ mode: 'closed' });
    this.root.adoptedStyleSheets = [sheet];
    element.addEventListener('toggle', () => this.keep());
    return element;
  }

  private place(element: HTMLElement): void {
    this.observer.disconnect();
    element.style.cssText = hostStyle;
    this.style = element.getAttribute('style');
    element.popover = 'manual';
    const parent: HTMLElement | null = document.documentElement;
    if (!element.isConnected) parent?.append(element);
    if (element.isConnected && !isOnTop(element)) element.showPopover();
    this.observer.observe(element, { attributes: true, attributeFilter: ['style', 'popover'] });
  }

  private remove(): void {
    this.observer.disconnect();
    this.element?.remove();
    this.element = null;
    this.root = null;
  }
}

function isOnTop(element: HTMLElement): boolean {
  return element.matches(':popover-open');
}

/** Whether the host stands at the page's root, or in a dialog that is still open. */
function isReached(element: HTMLElement): boolean {
  const parent = element.parentElement;
  return element.isConnected && (parent === document.documentElement || parent?.matches(':modal') === true);
}
