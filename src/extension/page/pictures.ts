import { limits } from '../../core/limits.ts';
import { isCodeShaped, isDrawnLikeCode, isSquare, looksLikeCode } from './pictures/look.ts';
import { isNearPayment } from './pictures/near.ts';

/** What a page's pictures are looked at for. */
export interface PictureVisitor {
  /** This `img`, `canvas` or `svg` looks like a code: it may be read now (`Pictures.read`). */
  found(element: Element): void;
  /** Whether something on the page looked like an address so far. */
  hasCandidates(): boolean;
}

/**
 * Picks out the pictures of a page that may be QR codes, so that the code reader is loaded only where there is one.
 *
 * The walker passes every `img`, `canvas` and `svg` that it comes by to `see`, and again when its `src` has changed.
 * What is square and near the window is drawn small and looked at, one picture at a time, when the page is idle. What
 * the page may not read can only be read from the screen, and that is asked for no more than need be: near words of
 * payment, or on a page that shows addresses. Nothing is fetched.
 */
export class PictureFinder {
  private readonly visitor: PictureVisitor;
  /** What a picture showed when it was last taken note of. */
  private seen = new WeakMap<Element, string>();
  private looks = new WeakMap<Element, number>();
  private readonly waiting = new Set<Element>();
  private nearby: IntersectionObserver | null = null;
  private left: number = limits.picturesPerPage;
  private unreadLeft: number = limits.screenPictures;
  private planned = false;

  constructor(visitor: PictureVisitor) {
    this.visitor = visitor;
  }

  /** Takes note of a picture, once, and once more for each other `src`. Cheap: causes no layout. */
  see(element: Element): void {
    if (this.left === 0) return;
    if (element instanceof HTMLImageElement && !element.complete) {
      element.addEventListener('load', this.loaded, { once: true });
      return;
    }
    const shown = element instanceof HTMLImageElement ? element.currentSrc : '';
    if (this.seen.get(element) === shown || !mayHoldCode(element)) return;
    this.seen.set(element, shown);
    this.looks.delete(element);
    this.watch(element);
  }

  /** Looks at every picture anew that is seen from now on. */
  restart(): void {
    this.seen = new WeakMap();
    this.looks = new WeakMap();
  }

  stop(): void {
    this.left = 0;
    this.waiting.clear();
    this.nearby?.disconnect();
  }

  private readonly loaded = ({ target }: Event): void => this.see(target as Element);

  /** The observer says where a picture is without a layout of our own, and at once for one that is new to it. */
  private watch(element: Element): void {
    this.nearby ??= new IntersectionObserver(this.came, { rootMargin: '100%' });
    this.nearby.unobserve(element);
    this.nearby.observe(element);
  }

  private readonly came = (entries: readonly IntersectionObserverEntry[]): void => {
    for (const { target, isIntersecting, boundingClientRect: box } of entries) {
      const isShaped = isCodeShaped(box);
      if (isIntersecting || (box.width > 0 && !isShaped)) this.nearby?.unobserve(target);
      if (isIntersecting && isShaped) this.waiting.add(target);
      // It may be about to grow into sight.
      if (isIntersecting && box.width === 0) this.lookAgain(target);
    }
    this.plan();
  };

  private readonly plan = (): void => {
    if (this.planned || this.waiting.size === 0) return;
    this.planned = true;
    setTimeout(() => requestIdleCallback(this.next, { timeout: limits.walkRest }), limits.pictureRest);
  };

  private readonly next = (): void => {
    this.planned = false;
    if (document.hidden) {
      document.addEventListener('visibilitychange', this.plan, { once: true });
      return;
    }
    for (const element of this.waiting) {
      this.waiting.delete(element);
      if (!element.isConnected) continue;
      this.look(element);
      break;
    }
    this.plan();
  };

  private look(element: Element): void {
    if (this.left === 0) return;
    this.left -= 1;
    const looks = element instanceof SVGElement ? isDrawnLikeCode(element) : looksLikeCode(element);
    if (looks ?? this.isWorthTheScreen(element)) this.visitor.found(element);
    // Addresses may come later, and nobody tells when a canvas is drawn upon.
    else if (looks === null || element instanceof HTMLCanvasElement) this.lookAgain(element);
  }

  private isWorthTheScreen(element: Element): boolean {
    if (window !== window.top || this.unreadLeft === 0) return false;
    if (!(this.visitor.hasCandidates() || isNearPayment(element))) return false;
    this.unreadLeft -= 1;
    return true;
  }

  private lookAgain(element: Element): void {
    const looks = (this.looks.get(element) ?? 0) + 1;
    this.looks.set(element, looks);
    if (looks < limits.looksPerPicture)
      setTimeout(() => this.watch(element), limits.pictureRest * 10 ** looks);
  }
}

/** What can be said without a layout: a code has at least 21 modules a side, and what is drawn is square. */
function mayHoldCode(element: Element): boolean {
  if (element instanceof SVGElement) return element.ownerSVGElement === null;
  const { width, height } =
    element instanceof HTMLImageElement
      ? { width: element.naturalWidth, height: element.naturalHeight }
      : (element as HTMLCanvasElement);
  return width >= limits.codeModules && isSquare(width, height);
}
