import type { At } from '../place.ts';
import type { Anchor } from './callouts.ts';

/** Where a callout stands that is said at an element, at a box of the window, or at the selection. */
export function anchorOf(at: At): Anchor {
  if (at === null) return bySelection();
  return at instanceof Element ? byElement(at) : () => at;
}

/** What was selected when it was said; in a field the browser does not tell where, so the field itself. */
function bySelection(): Anchor {
  const selection = getSelection();
  const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0).cloneRange() : null;
  if (range !== null && isThere(range.getBoundingClientRect())) {
    return () => thereOrNull(range.getBoundingClientRect());
  }
  const active = activeElement();
  return active === null ? () => null : byElement(active);
}

function byElement(element: Element): Anchor {
  return () => thereOrNull(element.getBoundingClientRect());
}

function activeElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body || active === document.documentElement ? null : active;
}

function thereOrNull(box: DOMRect): DOMRect | null {
  return isThere(box) ? box : null;
}

function isThere({ width, height }: DOMRect): boolean {
  return width > 0 || height > 0;
}
