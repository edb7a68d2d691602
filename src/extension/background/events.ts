import { browser } from 'wxt/browser';
import { limits } from '../../core/limits.ts';
import { App } from './app.ts';
import { askToKeep } from './connection.ts';
import { dropPrivateRules, extensionAddress } from './doors.ts';
import { hearLostRequests } from './lost-requests.ts';
import { hearMenu, showMenu } from './menu.ts';
import { accept, answer } from './messages.ts';
import { afterStart } from './open-tabs.ts';
import { isPrivateWorker } from './private.ts';
import { whenOnline } from './when-online.ts';
import { accessChanged, judgeWithheld } from './withheld.ts';

/**
 * Every event the background hears. The worker dies after 30 idle seconds and is started for the next event, so all
 * listeners are set at once, and each waits until what it needs is loaded.
 */
export function listen(): void {
  const ready = starter();
  // Later than the first answers: it keeps the browser busy.
  const readBack = (app: App) => setTimeout(() => void app.readGateBack(), limits.gateReadPause);
  ready().then(afterStart).catch(console.error);
  ready().then(readBack, () => undefined);

  browser.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
    const accepted = accept(message, sender, { id: browser.runtime.id, address: extensionAddress() });
    if (accepted === null) return undefined;
    const { name, request, from } = accepted;
    ready()
      .then((app) => answer(app, name, request, from), failed)
      .then(reply);
    return true;
  });

  hearMenu(ready);
  // For each private session there is a new worker, which no other event tells of.
  if (isPrivateWorker()) ready().then(showMenu).catch(console.error);
  hearLostRequests(ready);

  browser.alarms.onAlarm.addListener(async () => (await ready()).runJobs());

  browser.tabs.onUpdated.addListener(async (tabId, { url }) => {
    if (url === undefined) return;
    const app = await ready();
    await app.proceeds.left(tabId, url);
    await judgeWithheld(app, tabId, url);
  });

  // Firefox leaves a tab where it was when a rule blocks its page, and tells its new address here alone.
  browser.webNavigation?.onErrorOccurred.addListener(async ({ tabId, frameId, url }) => {
    if (frameId === 0) await judgeWithheld(await ready(), tabId, url);
  });

  for (const event of [browser.permissions.onAdded, browser.permissions.onRemoved])
    event.addListener(async () => accessChanged(await ready()));

  browser.tabs.onRemoved.addListener(async (tabId) => {
    if (isPrivateWorker()) await dropPrivateRules(tabId);
    const app = await ready();
    await app.proceeds.left(tabId, null);
    await app.tabs.closed(tabId);
    await app.frames.closed(tabId);
    await app.cuts.closed(tabId);
  });

  // Only to be started with the browser: what is due is done, and what a person chose holds again.
  browser.runtime.onStartup.addListener(async () => {
    const app = await ready();
    await showMenu(app).catch(console.error);
    await Promise.all([app.runJobs(), app.looks.again()]);
  });

  whenOnline(async () => (await ready()).looks.again());

  browser.runtime.onInstalled.addListener(async ({ reason }) => {
    const app = await ready();
    await showMenu(app).catch(console.error);
    if (app.isPrivate) return;
    const first = reason === 'install' ? welcome() : reason === 'update' ? app.upgrade() : undefined;
    await first?.catch(console.error);
    askToKeep().catch(console.error);
    await app.runJobs();
  });
}

async function welcome(): Promise<void> {
  await browser.tabs.create({ url: `${extensionAddress()}welcome.html` });
}

/** The app of this life of the worker. A start that failed is tried again with the next event. */
function starter(): () => Promise<App> {
  let started: Promise<App> | null = null;
  return () => {
    started ??= new App().start().catch((error) => {
      started = null;
      throw error;
    });
    return started;
  };
}

/** Not for a store that fails: then the lists of the package are in force. The gate's rules hold meanwhile, they are the browser's. */
function failed(error: unknown) {
  console.error(error);
  const message = 'Baize could not start. It tries again with the next page; if this stays, install it anew.';
  return { ok: false, code: 'missing', message };
}
