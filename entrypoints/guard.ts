import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { background } from '../src/extension/page/door.ts';
import { hideUntil } from '../src/extension/page/first-page.ts';
import { askFirst, type FirstQuestion } from '../src/extension/page/first-question.ts';
import { whenPromising } from '../src/extension/page/idle-frame.ts';
import { whenDrawn, whenShown } from '../src/extension/page/shown.ts';

/**
 * In every frame of every page, as the manifest says (wxt.config.ts). Not by WXT's own wrapper for content scripts:
 * that posts a message to the page, which names the extension, and brings the polyfill into every frame.
 *
 * The import is of what stands in this file as well, but is not run before the page is drawn: run at once, it held up
 * the first picture of a 5 MB article by 0.1 s. Most frames never need it.
 */
export default defineUnlistedScript(() => {
  // Where one stands already, the background brings it to a page that was open (background/open-tabs.ts).
  if (globalThis.baizeGuard) return;
  globalThis.baizeGuard = true;
  const begin = async (first: FirstQuestion | null) =>
    (await import('../src/extension/page/begin.ts')).begin(first);
  if (self === top) {
    const first = askFirst(background);
    if (first !== null) hideUntil(first.page);
    whenDrawn(() => void begin(first));
  } else whenShown(() => whenPromising(() => void begin(null)));
});
