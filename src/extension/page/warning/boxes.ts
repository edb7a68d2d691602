/** Whether a point of the window lies in a box. */
export function isIn({ left, top, right, bottom }: DOMRectReadOnly, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** What two boxes share; null when that is less than a person could see. */
export function shared(a: DOMRectReadOnly, b: DOMRectReadOnly): DOMRect | null {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const width = Math.min(a.right, b.right) - left;
  const height = Math.min(a.bottom, b.bottom) - top;
  return width < 3 || height < 3 ? null : new DOMRect(left, top, width, height);
}

/** The part of the page that is on the screen. */
export function windowBox(): DOMRect {
  const root: HTMLElement | null = document.documentElement;
  return new DOMRect(0, 0, root?.clientWidth || innerWidth, innerHeight);
}

/** The elements around a node, from the inside out, shadow trees included. */
export function* around(node: Node): Generator<Element> {
  for (let at: Node | null = node; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at instanceof Element) yield at;
  }
}

/** Those around an element that cut off what overflows them. */
export function clippers(element: Element): Element[] {
  const [, ...outer] = around(element);
  const ends: (Element | null)[] = [document.documentElement, document.body];
  return outer.filter((each) => !ends.includes(each) && getComputedStyle(each).overflow !== 'visible');
}

/**
 * Whether something of the page that can not be seen through lies over the middle of a box of an element. What only
 * catches clicks, such as a link stretched over a card, covers nothing.
 */
export function isCovered(element: Element, { left, top, width, height }: DOMRectReadOnly): boolean {
  const [x, y] = [left + width / 2, top + height / 2];
  const root = element.getRootNode() as Document | ShadowRoot;
  const hit = root.elementFromPoint(x, y);
  if (hit === null || element.contains(hit)) return false;
  const outer = new Set(around(element));
  for (const over of root.elementsFromPoint(x, y)) {
    if (outer.has(over) || element.contains(over)) return false;
    if (isOpaque(over)) return true;
  }
  return false;
}

function isOpaque(element: Element): boolean {
  if (/^(?:img|video|canvas|iframe|embed|object)$/.test(element.localName)) return true;
  const { backgroundColor, backgroundImage } = getComputedStyle(element);
  const alpha = /^rgba\(.*, ?([\d.]+)\)$|\/ ?([\d.]+)\)$/.exec(backgroundColor);
  return backgroundImage !== 'none' || Number(alpha?.[1] ?? alpha?.[2] ?? 1) > 0.5;
}
