import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { background } from '../src/extension/page/door.ts';
import { Guard } from '../src/extension/page/guard.ts';

/**
 * In every frame of every page, as the manifest says (wxt.config.ts). Not by WXT's own wrapper for content scripts:
 * that posts a message to the page, which names the extension, and brings the polyfill into every frame.
 */
export default defineUnlistedScript(() => new Guard(background).start());
