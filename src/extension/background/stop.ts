import { browser } from 'wxt/browser';
import { siteKey } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { hostAndParents, isListableHost, parseSite } from '../../core/hostname.ts';
import { limits } from '../../core/limits.ts';
import { registeredDomain } from '../../core/suffix.ts';
import { sha256 } from '../../core/tuf/bytes.ts';
import { readWhy } from '../../core/why.ts';
import type { Reply } from '../messages.ts';
import type { App } from './app.ts';
import { stopPage } from './doors.ts';
import { stateOfFeed } from './feeds.ts';
import { pageVerdict } from './findings.ts';
import type { Handler, Sender } from './handlers.ts';
import { getFrom } from './network.ts';
import { scopeOf } from './proceeds.ts';
import type { FeedRecord } from './store.ts';
import { addressesOf } from './sync.ts';
import { voicesFor } from './voices.ts';

/** What the stop page shows of the address it stands for. */
export const show: Handler<'stop.show'> = async (app, { url }, from) => {
  const { verdict, finding } = await newestVerdict(app, url, from.tab);
  // A list that was lost may name it, and its rules still stop it: not being on the one in its place says nothing.
  if (verdict === 'unlisted' && app.lists.isBehind) {
    throw new BaizeError('store', 'The list that names this site is being fetched anew.');
  }
  if (from.tab !== null && from.url.startsWith(stopPage())) await stand(app, url, verdict, finding, from.tab);
  const host = parseSite(url)?.host ?? '';
  const record = app.lists.records.find(({ feed }) => feed === finding?.feed);
  return {
    ...{ url, host, registrable: registeredDomain(host) ?? host, finding, isPrivate: from.isPrivate },
    feed: record === undefined ? null : await stateOfFeed(app, record),
  };
};

/**
 * A private window's worker begins with the package's list, while the gate goes by the newest one: what is not on the list
 * may have been stopped by a newer.
 */
async function newestVerdict(app: App, url: string, tab: number | null) {
  const known = await pageVerdict(app, url, tab);
  if (!app.isPrivate || known.finding?.level === 'stop') return known;
  await app.looks.all();
  const failed = app.lists.records.find(({ error }) => error !== null)?.error;
  const newest = await pageVerdict(app, url, tab);
  if (newest.finding === null && failed) throw new BaizeError(failed.code, failed.message);
  return newest;
}

/** The stop page stands in a tab: the toolbar says so. Where the person's choice still holds, the tab goes on. */
async function stand(
  app: App,
  url: string,
  verdict: Awaited<ReturnType<typeof pageVerdict>>['verdict'],
  finding: Reply<'stop.show'>['finding'],
  tab: number,
): Promise<void> {
  if (verdict === 'proceeded') await browser.tabs.update(tab, { url });
  await app.tabs.opened(tab, { page: stopPage(), url, isGuarded: false }, () => ({ verdict, finding }));
  await app.frames.opened(tab, stopPage());
  await app.cuts.opened(tab, stopPage());
  await app.showBadge(tab);
}

/** Who listed an entry, and why. */
export const why: Handler<'stop.why'> = async (app, { key, feed }) => {
  const record = app.lists.records.find((one) => one.feed === feed);
  if (record === undefined) throw new BaizeError('input', 'This browser does not follow that feed.');
  const path = feedFiles.why(await sha256(new TextEncoder().encode(key)));
  const voices = await fromAnyAddress(record, async (address) => {
    const file = await getFrom(address, fetch)(path, limits.whyBytes);
    return file === null ? [] : readWhy(file, key, record.alliance);
  });
  return { voices: voicesFor(voices, record.alliance, app.settings.language) };
};

async function fromAnyAddress<T>(record: FeedRecord, ask: (address: string) => Promise<T>): Promise<T> {
  let last = new BaizeError('network', 'The feed has no address.');
  for (const address of addressesOf(record)) {
    try {
      return await ask(address);
    } catch (error) {
      if (!(error instanceof BaizeError)) throw error;
      last = error;
    }
  }
  throw last;
}

/** A person goes on to a site. Only from the stop page itself: in a frame the click may be stolen (attacks 55). */
export const proceed: Handler<'stop.proceed'> = async (app, { url, for: time, tabId }, from) => {
  requireWhole(from);
  if (!/^https?:$/.test(new URL(url).protocol))
    throw new BaizeError('input', 'Only web pages can be opened.');
  const { verdict, finding } = await pageVerdict(app, url, tabId);
  const { incognito } = await browser.tabs.get(tabId);
  if (verdict === 'stop' && finding !== null) {
    // A choice for every tab would hold in normal windows, too, and be listed in the settings.
    await app.proceeds.add(scopeOf(finding.key), incognito ? 'once' : time, tabId);
    await app.expireProceeds();
  } else await pass(app, url, tabId);
  return { url };
};

/**
 * The list does not stop the site any more, but the browser's rules may do so a little longer: without a pass of its own
 * the tab would come back to the stop page. It covers no more than the page, as another page of the host may be listed.
 */
async function pass(app: App, url: string, tab: number): Promise<void> {
  const site = parseSite(url);
  if (site === null) return;
  const scope = isListableHost(site.host) ? siteKey(site) : hostAndParents(site.host).find(isListableHost);
  if (scope) await app.proceeds.add(scope, 'once', tab);
}

function requireWhole({ frame }: Sender): void {
  if (frame !== 0) throw new BaizeError('input', 'This can not be done from a frame.');
}
