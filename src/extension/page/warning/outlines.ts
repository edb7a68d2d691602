import { limits } from '../../../core/limits.ts';
import { clippers, isCovered, shared, windowBox } from './boxes.ts';
import { element as draw, sign } from './draw.ts';
import type { Host } from './host.ts';
import type { Mark, Painter } from './marks.ts';

interface Outlined {
  readonly marks: Set<Mark>;
  readonly frame: HTMLElement;
  /** What may cut it off: looked up when it comes into view. */
  clippers: readonly Element[];
  isCovered: boolean;
}

/**
 * Draws a frame around elements that carry a listed address: in the host's layer, not in the page. Elements off the
 * screen cost nothing; those on it are followed by what moves them: scrolling, sizes, the window, and a slow look.
 */
export class Outlines implements Painter {
  private readonly host: Host;
  private readonly layer = draw('div', 'outlines', []);
  private readonly outlined = new Map<Element, Outlined>();
  private readonly inView = new Set<Element>();
  private readonly views = new IntersectionObserver((entries) => this.see(entries));
  private readonly sizes = new ResizeObserver(() => this.follow());
  private now: Element | null = null;
  private next = 0;
  private timer = 0;

  constructor(host: Host) {
    this.host = host;
    this.layer.setAttribute('aria-hidden', 'true');
  }

  add(mark: Mark): void {
    if (mark.range !== null) return;
    const { element } = mark;
    const known = this.outlined.get(element);
    if (known !== undefined) {
      known.marks.add(mark);
      return;
    }
    const frame = draw('div', 'outline', [sign()]);
    this.outlined.set(element, { marks: new Set([mark]), frame, clippers: [], isCovered: false });
    this.views.observe(element);
  }

  drop(mark: Mark): void {
    const known = this.outlined.get(mark.element);
    if (known === undefined || !known.marks.delete(mark) || known.marks.size > 0) return;
    this.outlined.delete(mark.element);
    this.views.unobserve(mark.element);
    this.lose(mark.element, known);
    this.settle();
  }

  show(mark: Mark | null): void {
    this.outlined.get(this.now ?? document.documentElement)?.frame.classList.remove('now');
    this.now = mark?.range === null ? mark.element : null;
    if (this.now !== null) this.outlined.get(this.now)?.frame.classList.add('now');
  }

  /** Something moved: brings the frames in line before the next picture. */
  readonly follow = (): void => {
    if (this.next !== 0 || this.inView.size === 0) return;
    this.next = requestAnimationFrame(() => {
      this.next = 0;
      this.update();
    });
  };

  private see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const known = this.outlined.get(target);
      if (known === undefined) continue;
      if (!isIntersecting) this.lose(target, known);
      else if (!this.inView.has(target)) this.gain(target, known);
    }
    this.settle();
    this.follow();
  }

  private gain(element: Element, known: Outlined): void {
    known.clippers = clippers(element);
    this.look(element, known);
    this.inView.add(element);
    this.sizes.observe(element);
    this.layer.append(known.frame);
  }

  private lose(element: Element, { frame }: Outlined): void {
    this.inView.delete(element);
    this.sizes.unobserve(element);
    frame.remove();
  }

  /** Listens and looks only while there is something to follow. */
  private settle(): void {
    const busy = this.inView.size > 0;
    if (busy === (this.timer !== 0)) return;
    this.host.put('outlines', busy ? this.layer : null);
    const change = busy ? addEventListener : removeEventListener;
    change('scroll', this.follow, { capture: true, passive: true } as AddEventListenerOptions);
    change('resize', this.follow);
    clearInterval(this.timer);
    this.timer = busy ? window.setInterval(() => this.lookAgain(), limits.outlineInterval) : 0;
  }

  /** Looks also for what no event tells: styles that move, hide or cover. */
  private lookAgain(): void {
    if (document.hidden) return;
    for (const element of this.inView) this.look(element, this.outlined.get(element)!);
    this.update();
  }

  private look(element: Element, known: Outlined): void {
    const seen = seenPart(element, known);
    const onScreen = seen && shared(seen, windowBox());
    known.isCovered = onScreen !== null && isCovered(element, onScreen);
  }

  /** Reads all before it writes. Frames keep their place on the page, so that its scrolling moves but the layer. */
  private update(): void {
    const found = [...this.inView].map((element) => {
      const known = this.outlined.get(element)!;
      return { known, seen: known.isCovered ? null : seenPart(element, known) };
    });
    const [x, y] = [scrollX, scrollY];
    write(this.layer, `transform: translate(${-x}px, ${-y}px)`);
    for (const { known, seen } of found)
      write(known.frame, seen === null ? 'visibility: hidden' : styleAt(seen, x, y));
  }
}

/** The part of an element that is not cut off, in the window. */
function seenPart(element: Element, { clippers }: Outlined): DOMRect | null {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return null;
  let seen: DOMRect | null = element.getBoundingClientRect();
  for (const clipper of clippers) seen &&= shared(seen, clipper.getBoundingClientRect());
  return seen;
}

function styleAt({ left, top, width, height }: DOMRect, x: number, y: number): string {
  return `left: ${left + x}px; top: ${top + y}px; width: ${width}px; height: ${height}px`;
}

const written = new WeakMap<HTMLElement, string>();

/** Writes only what is new: most of the time nothing has moved. */
function write(drawn: HTMLElement, style: string): void {
  if (written.get(drawn) === style) return;
  written.set(drawn, style);
  drawn.style.cssText = style;
}
