import { limits } from '../../core/limits.ts';
import type { PageReply } from '../messages.ts';

/**
 * Shows nothing of a page until its verdict is out, if it was opened before the gate stood in this session: Chromium opens
 * the first page of a start before it has read its rules, and a new extension has none yet. In any other page `awake.js`
 * runs in the same moment and takes this back before anything is drawn. The page keeps its layout, so that its scripts
 * measure what they would; nothing is hidden for longer than the bound when nobody answers, and what is drawn stays.
 */
export function hideUntil(verdict: Promise<PageReply>): void {
  if (document.body !== null) return;
  hide();
  const late = setTimeout(show, limits.hidden);
  globalThis.baizeAwake = () => {
    clearTimeout(late);
    show();
  };
  verdict.then(({ verdict }) => (verdict === 'stop' ? clearTimeout(late) : show()), show);
}

/** A listed page got as far as a guard: nothing more of it is loaded or shown, until the stop page is there. */
export function endPage(): void {
  if (!isFirefox()) stop();
  hide();
}

/**
 * In Firefox `stop` ends the way to the stop page, too, and the page stays where it was, hidden. Only there do content
 * scripts see the page's own window behind theirs.
 */
function isFirefox(): boolean {
  return (window as { wrappedJSObject?: unknown }).wrappedJSObject !== undefined;
}

let sheet: CSSStyleSheet | null = null;

function hide(): void {
  if (sheet !== null) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(':root, :modal, :popover-open, ::backdrop { opacity: 0 !important; }');
  document.adoptedStyleSheets.push(sheet);
}

/** Takes that back: the person went on to it, or it is listed no more. */
export function show(): void {
  if (sheet === null) return;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  sheet = null;
}
