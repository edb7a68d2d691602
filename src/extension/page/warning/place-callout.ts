/** The room between a callout and what it stands at, and between it and the window's edge, in CSS pixels. */
export const GAP = 8;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Where a callout stands, in CSS pixels of the window: below its anchor, above it where there is no room, and within
 * the window in any case; at the upper right where there is no anchor.
 *
 * @param top how much of the window's top the banner takes
 */
export function placeCallout(
  anchor: DOMRectReadOnly | null,
  { width, height }: Size,
  view: Size,
  top: number,
): { readonly x: number; readonly y: number } {
  const within = (at: number, size: number, room: number): number =>
    Math.max(GAP, Math.min(at, room - size - GAP));
  if (anchor === null)
    return { x: within(view.width, width, view.width), y: within(top + GAP, height, view.height) };
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - height;
  const fitsBelow = below + height + GAP <= view.height;
  const y = fitsBelow || above < GAP ? below : above;
  return { x: within(anchor.left, width, view.width), y: within(y, height, view.height) };
}
