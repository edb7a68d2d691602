import { browser } from 'wxt/browser';
import { parseAddress } from '../../chains/address.ts';
import type { Finding, Request } from '../messages.ts';
import type { App } from './app.ts';
import { stopPage } from './doors.ts';
import { findingOf, pageVerdict } from './findings.ts';
import type { Handler, Sender } from './handlers.ts';

/**
 * A page asks for its verdict. The gate has stopped what it could before; what it could not (a path in another
 * spelling, a page that changed its address by itself, one that a service worker answered) goes to the stop page here.
 */
export const page: Handler<'guard.page'> = async (app, { url }, from) => {
  const result = await pageVerdict(app, url, from.tab);
  if (from.tab !== null && from.frame === 0 && from.active) {
    await app.tabs.opened(from.tab, { url, ...result });
    await app.showBadge(from.tab);
    if (result.verdict === 'stop') await browser.tabs.update(from.tab, { url: `${stopPage()}#${url}` });
  }
  return { ...result, language: app.settings.language };
};

/** A page asks which of the addresses on it are listed. */
export const addresses: Handler<'guard.addresses'> = async (app, request, from) => {
  const seen = await lookUp(app, request);
  await remember(app, request.url, seen, from);
  return { findings: seen.flatMap(({ finding }) => finding ?? []) };
};

interface Seen {
  readonly key: string;
  readonly finding: Finding | null;
}

async function lookUp(app: App, { keys }: Request<'guard.addresses'>): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const key of keys) seen.push({ key, finding: findingOf(app, await app.lists.conclude([key])) });
  return seen;
}

/** For the popup: listed addresses, and those that are none by mistake. */
async function remember(app: App, url: string, seen: readonly Seen[], from: Sender): Promise<void> {
  const shown = seen.filter(({ key, finding }) => finding !== null || isAddress(key));
  if (from.tab === null || from.frame !== 0 || !from.active || shown.length === 0) return;
  await app.tabs.saw(from.tab, url, shown);
  await app.showBadge(from.tab);
}

function isAddress(key: string): boolean {
  const address = parseAddress(key);
  return address !== null && address.checksum !== 'bad';
}
