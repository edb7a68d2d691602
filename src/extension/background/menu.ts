import { type Browser, browser } from 'wxt/browser';
import type { News } from '../messages.ts';
import { words } from '../words.ts';
import type { App } from './app.ts';

const id = 'picture';

/** Puts "check this picture" into the menu of every picture, in the person's language. Firefox on phones has no menus. */
export async function showMenu({ settings }: App): Promise<void> {
  if (browser.contextMenus === undefined) return;
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({ id, title: words(settings.language)('menu.picture'), contexts: ['image'] });
}

/** To be called at once when the worker starts: the click may be what it was started for. */
export function hearMenu(ready: () => Promise<App>): void {
  browser.contextMenus?.onClicked.addListener(async (click, tab) => checkPicture(await ready(), click, tab));
}

type Click = Pick<Browser.contextMenus.OnClickData, 'menuItemId' | 'srcUrl' | 'frameId'>;

/** Asks the guard of the frame that was clicked to read the picture and to say what it holds. */
async function checkPicture(app: App, click: Click, tab: Browser.tabs.Tab | undefined): Promise<void> {
  const { menuItemId, srcUrl: src, frameId = 0 } = click;
  if (menuItemId !== id || src === undefined || tab?.id === undefined) return;
  app.pictures.asked(tab.id, frameId, src);
  const news: News = { baize: 'picture', src };
  // A page without a guard (the browser's own, another extension's) does not answer.
  await browser.tabs.sendMessage(tab.id, news, { frameId }).catch(() => undefined);
}
