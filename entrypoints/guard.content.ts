import { defineContentScript } from 'wxt/utils/define-content-script';
import { background } from '../src/extension/page/door.ts';
import { Guard } from '../src/extension/page/guard.ts';

export default defineContentScript({
  matches: ['<all_urls>'],
  runAt: 'document_start',
  allFrames: false,
  main: () => new Guard(background).start(),
});
