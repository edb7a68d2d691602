/**
 * Takes away what the guard of an earlier version drew into this frame. Firefox ends the scripts of an extension that is
 * updated or switched off from one moment to the next, and leaves what they drew, with buttons that do nothing. Chromium's
 * go on, and take it back themselves.
 */
export function removeLeftovers(): void {
  if (!('openOrClosedShadowRoot' in Element.prototype)) return;
  for (const each of document.querySelectorAll(':popover-open')) if (holdsWarning(each)) each.remove();
  const { adoptedStyleSheets: sheets } = document;
  for (const name of sheets.flatMap((sheet) => paintedBy(sheet) ?? [])) {
    CSS.highlights.delete(name);
    CSS.highlights.delete(`${name}-now`);
  }
  document.adoptedStyleSheets = sheets.filter((sheet) => paintedBy(sheet) === null);
}

/** Whether an element is the host of a warning (warning/host.ts), of whatever version. */
function holdsWarning(element: Element): boolean {
  const { openOrClosedShadowRoot: root } = element as { openOrClosedShadowRoot?: ShadowRoot | null };
  return element.shadowRoot === null && !!root?.querySelector('.notice, .pill, .outline, .callout');
}

/** The name of the highlight that a sheet of ours paints (warning/highlights.ts); null for any other sheet. */
function paintedBy({ cssRules }: CSSStyleSheet): string | null {
  return /^::highlight\((noted-*)\)/.exec(cssRules[0]?.cssText ?? '')?.[1] ?? null;
}
