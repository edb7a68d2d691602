import { defineContentScript } from 'wxt/utils/define-content-script';
import { background } from '../src/extension/page/door.ts';
import { Guard } from '../src/extension/page/guard.ts';

export default defineContentScript({
  matches: ['<all_urls>'],
  runAt: 'document_start',
  allFrames: true,
  matchAboutBlank: true,
  matchOriginAsFallback: true,
  main: () => new Guard(background).start(),
});
