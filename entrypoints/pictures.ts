import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { pictures } from '../src/extension/page/pictures/pictures.ts';

/** Loaded into a page by the background when the guard has seen what looks like a code. */
export default defineUnlistedScript(() => {
  globalThis.baizePictures = pictures;
});
