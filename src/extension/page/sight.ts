import { elementOf, type Place } from './place.ts';

/** Whether nobody can see a place, whatever they scroll. By style alone: no layout is asked for. */
export function isHidden(place: Place): boolean {
  const element = elementOf(place);
  return element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) === false;
}

/** Tells which places stand in the window, as the browser says with its next picture: no layout is asked for. */
export class Sight {
  private readonly seen: (text: string) => void;
  private readonly texts = new Map<Element, string[]>();
  private observer: IntersectionObserver | null = null;

  /** @param seen called with each watched text that stands in the window */
  constructor(seen: (text: string) => void) {
    this.seen = seen;
  }

  /** Watches a place until the next picture. */
  watch(text: string, place: Place): void {
    const element = elementOf(place);
    if (element === null) return;
    const texts = this.texts.get(element);
    if (texts !== undefined) {
      texts.push(text);
      return;
    }
    this.texts.set(element, [text]);
    this.observer ??= new IntersectionObserver(this.looked);
    this.observer.observe(element);
  }

  stop(): void {
    this.observer?.disconnect();
    this.texts.clear();
  }

  private readonly looked = (entries: readonly IntersectionObserverEntry[]): void => {
    for (const { target, intersectionRect: part } of entries) {
      this.observer!.unobserve(target);
      if (part.width > 0 && part.height > 0) for (const text of this.texts.get(target) ?? []) this.seen(text);
      this.texts.delete(target);
    }
  };
}
