import { limits } from '../../../core/limits.ts';
import type { Finding } from '../../messages.ts';
import { isIn, windowBox } from './boxes.ts';
import { drawCallout } from './callout-view.ts';
import type { Host } from './host.ts';
import { GAP, placeCallout } from './place-callout.ts';
import { type Said, weights } from './said.ts';

/** Where a callout stands now, in the window; null when that can not be said. */
export type Anchor = () => DOMRectReadOnly | null;

interface Open {
  readonly said: Said;
  readonly anchor: Anchor;
  readonly drawn: HTMLElement;
  readonly since: number;
  /** Whether its anchor has been on the screen: only then can it be scrolled away. */
  wasInView: boolean;
}

/** The one callout of a page: the graver one stands, and the one it stood in the way of comes after it. */
export class Callouts {
  private readonly host: Host;
  private readonly openEntry: (finding: Finding) => void;
  private open: Open | null = null;
  private waiting: { said: Said; anchor: Anchor } | null = null;
  private next = 0;

  constructor(host: Host, openEntry: (finding: Finding) => void) {
    this.host = host;
    this.openEntry = openEntry;
  }

  /** @returns whether it stands; else a graver one does */
  show(said: Said, anchor: Anchor): boolean {
    if (!this.mayReplace(said)) {
      if (said.weight > weights.shown && said.weight >= (this.waiting?.said.weight ?? 0)) {
        this.waiting = { said, anchor };
      }
      return false;
    }
    const drawn = drawCallout(said, { close: () => this.close(), open: this.openEntry });
    if (this.open === null) this.listen(true);
    this.open = { said, anchor, drawn, since: performance.now(), wasInView: false };
    this.host.put('callout', drawn);
    if (said.weight > weights.why) this.host.raise();
    this.stand();
    return true;
  }

  /** Closes the callout, and shows the one that waited for it. */
  close(): void {
    if (this.open === null) return;
    this.open = null;
    this.listen(false);
    this.host.put('callout', null);
    const { waiting } = this;
    this.waiting = null;
    if (waiting !== null) this.show(waiting.said, waiting.anchor);
  }

  /** Closes the callout, and whatever waits for it. */
  end(): void {
    this.waiting = null;
    this.close();
  }

  /** Whether a callout is open that only explains a mark. */
  get explains(): boolean {
    return this.open !== null && this.open.said.weight <= weights.shown;
  }

  /** Whether a point of the window lies on the callout, or in the gap before it. */
  isAt(x: number, y: number): boolean {
    if (this.open === null) return false;
    const { left, top, width, height } = this.open.drawn.getBoundingClientRect();
    return isIn(new DOMRect(left - GAP, top - GAP, width + 2 * GAP, height + 2 * GAP), x, y);
  }

  /** Something moved: the callout follows before the next picture. */
  readonly follow = (): void => {
    if (this.next !== 0 || this.open === null) return;
    this.next = requestAnimationFrame(() => {
      this.next = 0;
      this.stand();
    });
  };

  private mayReplace({ weight }: Said): boolean {
    if (this.open === null) return true;
    const { said, since } = this.open;
    // A page may hold many look-alikes: they come one after the other.
    const least = weight === weights.alikeHere ? said.weight + 1 : said.weight;
    if (weight >= least || this.explains) return true;
    return weight > weights.why && performance.now() - since > limits.calloutHold;
  }

  private stand(): void {
    const { open } = this;
    if (open === null) return;
    const anchor = open.anchor();
    const view = windowBox();
    const isInView = anchor !== null && anchor.bottom > 0 && anchor.top < view.height;
    if (this.explains && open.wasInView && !isInView) {
      this.close();
      return;
    }
    open.wasInView ||= isInView;
    const { x, y } = placeCallout(anchor, open.drawn.getBoundingClientRect(), view, this.host.bannerBottom);
    open.drawn.style.translate = `${x}px ${y}px`;
  }

  private listen(on: boolean): void {
    const change = on ? addEventListener : removeEventListener;
    change('scroll', this.follow, { capture: true, passive: true } as AddEventListenerOptions);
    change('resize', this.follow);
    change('keydown', this.escape as EventListener, { capture: true });
    change('pointerdown', this.press, { capture: true, passive: true } as AddEventListenerOptions);
  }

  /** A press elsewhere closes what a person asked for, not what they have to know. */
  private readonly press = (event: Event): void => {
    if (!event.isTrusted || this.host.holds(event) || this.open === null) return;
    if (this.open.said.weight <= weights.picture) this.close();
  };

  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !event.isTrusted) return;
    // One press closes one thing of ours; what the page does with it is the page's.
    if (this.host.holds(event)) event.stopPropagation();
    this.close();
  };
}
