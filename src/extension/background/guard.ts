import { browser } from 'wxt/browser';
import { BaizeError } from '../../core/errors.ts';
import type { FoundAddress } from '../messages.ts';
import type { App } from './app.ts';
import { pageVerdict } from './findings.ts';
import { foundIn, listedOf, readTexts } from './found.ts';
import type { Handler, Sender } from './handlers.ts';
import { sendToStopPage } from './listed-tabs.ts';
import type { ReadText } from './read-text.ts';
import type { TabNote } from './tabs.ts';

/**
 * A page asks for its verdict. The gate has stopped what it could before; what it could not (a path in another
 * spelling, a page that changed its address by itself, one that a service worker answered) goes to the stop page here.
 */
export const page: Handler<'guard.page'> = async (app, { url }, from) => {
  const judge = () => pageVerdict(app, url, from.tab);
  const { verdict, finding } = await (isPage(from)
    ? opened(app, from.tab, { page: from.document ?? url, url, isGuarded: true }, judge)
    : judge());
  return { verdict, finding, language: app.settings.language };
};

/** Whether a page that a person can see speaks for itself. */
function isPage(from: Sender): from is Sender & { tab: number } {
  return from.tab !== null && from.frame === 0 && from.active;
}

/** A page stands in a tab: it is noted, shown on the toolbar, and goes to the stop page when it is listed. */
export async function opened(
  app: App,
  tab: number,
  { page, url, isGuarded }: Pick<TabNote, 'page' | 'url' | 'isGuarded'>,
  judge: () => ReturnType<typeof pageVerdict>,
) {
  // First of all: what the page asks next, in the moment the worker wakes up, must not come before it.
  const { note, isBadgeDue } = await app.tabs.opened(
    tab,
    { page, url, isGuarded },
    judge,
    !app.access.isWhole,
  );
  await app.frames.opened(tab, page);
  await app.cuts.opened(tab, page);
  if (isBadgeDue) await app.showBadge(tab);
  void app.showCuts(tab, page).catch(console.error);
  // Not waited for: the guard ends the page meanwhile.
  if (note.verdict === 'stop') sendToStopPage(tab, url).catch(console.error);
  return note;
}

/** A page asks which of the texts on it are listed addresses, and which look like one that was copied. */
export const addresses: Handler<'guard.addresses'> = async (app, { url, texts }, from) => {
  const page = await pageAround(app, url, from);
  const read = await app.reading.take(from.tab!, () => readTexts(app, texts));
  if (page !== null) await remember(app, from.tab!, page, read);
  return { listed: listedOf(read), lookalikes: await app.copies.lookalikes(read) };
};

/** The page that a guard's frame stands in, while a person can see it. */
async function pageAround(app: App, url: string, from: Sender): Promise<string | null> {
  const { tab, frame, document, active } = from;
  if (tab === null || !active) return null;
  if (frame === 0) {
    const page = { page: document ?? url, url, isGuarded: true };
    return app.tabs.speaks(tab, page, () => pageVerdict(app, url, tab));
  }
  await app.frames.entered(tab, frame, document);
  return (await app.tabs.page(tab)) ?? (await notedAgain(app, tab))?.page ?? null;
}

/** A page that had nothing to say is forgotten when the worker dies; its guard says again which one it is. */
export async function notedAgain(app: App, tab: number): Promise<TabNote | null> {
  await app.frames.askForPage(tab);
  return app.tabs.note(tab);
}

async function remember(app: App, tab: number, page: string, read: readonly ReadText[]): Promise<void> {
  const keys = new Set(read.flatMap(({ readings }) => readings.map(({ key }) => key)));
  if (await app.tabs.saw(tab, page, keys, foundOf(read))) await app.showBadge(tab);
}

/** What people are shown, listed ones first; read one by one, as a page may hold very many. */
function* foundOf(read: readonly ReadText[]): Iterable<FoundAddress> {
  const isListed = ({ finding }: ReadText) => finding !== null;
  for (const text of [...read.filter(isListed), ...read.filter((one) => !isListed(one))]) {
    const found = foundIn(text);
    if (found !== null) yield found;
  }
}

/** A frame says what it marks. */
export const marked: Handler<'guard.marked'> = async (app, { url, texts }, from) => {
  const { tab, frame, document } = from;
  const page = frame === 0 ? null : await pageAround(app, url, from);
  if (page === null) return null;
  const listed = listedOf(await readTexts(app, texts));
  await app.frames.marked(tab!, page, { frame, document, listed });
  return null;
};

/** The page's banner goes on to a mark in a frame. */
export const show: Handler<'guard.show'> = async (app, { frame }, from) => {
  if (!isPage(from)) throw new BaizeError('input', 'Only the page itself can show what its frames mark.');
  await app.frames.show(from.tab, frame);
  return null;
};

/** A guard needs one of the scripts that most pages do not. The reply comes when it is there. */
export const load: Handler<'guard.load'> = async (app, { script }, { tab, frame, document }) => {
  // By its document where it has a name: the frame may have gone elsewhere meanwhile.
  const place = document === null ? { frameIds: [frame] } : { documentIds: [document] };
  const target = { tabId: tab!, ...place };
  try {
    await browser.scripting.executeScript({ target, files: [`/${script}.js`], injectImmediately: true });
  } catch (cause) {
    throw new BaizeError('missing', 'The script could not be brought into the page.', { cause });
  }
  return { language: app.settings.language };
};
