import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { whenPromising } from '../src/extension/page/idle-frame.ts';
import { whenShown } from '../src/extension/page/shown.ts';

/**
 * In every frame of every page, as the manifest says (wxt.config.ts). Not by WXT's own wrapper for content scripts:
 * that posts a message to the page, which names the extension, and brings the polyfill into every frame.
 *
 * The import is of what stands in this file as well, but is not run before: most frames never need it.
 */
export default defineUnlistedScript(() => {
  const begin = async () => (await import('../src/extension/page/begin.ts')).begin();
  if (self === top) void begin();
  else whenShown(() => whenPromising(() => void begin()));
});
