import { around, windowBox } from './boxes.ts';
import { boxesOf, type Mark } from './marks.ts';

/** Scrolls a mark to the middle of what shows it, also within a long text or a part that scrolls by itself. */
export function reveal(mark: Mark): void {
  const { element } = mark;
  const isLong = element.getBoundingClientRect().height > windowBox().height / 2 || scrolls(element);
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const behavior = isLong || isCalm ? 'instant' : 'smooth';
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior });
  if (isLong) for (const outer of around(element)) if (scrolls(outer)) centre(mark, outer);
}

function scrolls({ scrollHeight, clientHeight }: Element): boolean {
  return scrollHeight > clientHeight;
}

function centre(mark: Mark, outer: Element): void {
  const [box] = boxesOf(mark);
  if (box === undefined) return;
  const isRoot = outer === document.scrollingElement;
  const view = isRoot ? windowBox() : outer.getBoundingClientRect();
  outer.scrollBy({ top: box.top + box.height / 2 - view.top - view.height / 2, behavior: 'instant' });
}
