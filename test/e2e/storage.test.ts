import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PlainBrowser, type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { faultMark } from '../faults/control.ts';
import { scamHosts } from '../generator.ts';
import { allHosts, hosts, listedAddresses, listedPath } from './samples.ts';
import { say, useAround } from './world.ts';

/** A browser whose profile can be reached while it is closed. */
interface Closable extends PlainBrowser {
  reopen(meanwhile: (profile: string) => void): Promise<void>;
  close(): Promise<void>;
}

const around = useAround();
const isFirefox = inject('browser') === 'firefox';
/** In the list that is fetched, not in the package's. */
const planted = 'moon-bank.test';
let raw: RawChromium;
let browser: Closable;
let extension: Extension<PlainTab>;
let tab: PlainTab;

async function launch(): Promise<Closable> {
  const { extension: folder, program } = inject('ground');
  if (isFirefox) {
    const firefox = await launchFirefox(program, { extension: folder, hosts: [...allHosts, planted] });
    return Object.assign(firefox, { reopen: firefox.restart });
  }
  raw = await RawChromium.start(program, { packed: pack(folder) });
  // Closed and not killed: Chromium forgets rules that were set within the last seconds before it is killed.
  const reopen = (meanwhile: (profile: string) => void) => raw.restart({}, () => meanwhile(raw.profile));
  return Object.assign(raw, { reopen });
}

async function open(): Promise<void> {
  extension = await Extension.open(browser);
  tab = await browser.newTab();
}

beforeAll(async () => {
  // Browsers keep large values as files beside the database: Chromium over 64 kB, Firefox over 1 MB.
  const file = join(around.registry.data, 'names.txt');
  writeFileSync(file, [planted, ...scamHosts(45_000)].join('\n'));
  await around.registry.baize('import', file, '--kind', 'phishing');
  browser = await launch();
  await open();
  await until('the fetched list', async () => (await extension.sync())[0]!.entries > 45_000);
  await until('the gate to know it', () => isStopped(planted), 300_000);
});
afterAll(() => browser.close());

async function isStopped(host: string): Promise<boolean> {
  around.sites.forget();
  await tab.open(around.sites.url(host));
  return isStopPage(await tab.url());
}

/** Opens a listed site: the stop page stands there, says this, and the site got no request. */
async function expectStopped(host: string, text: string): Promise<void> {
  around.sites.forget();
  await tab.open(around.sites.url(host));
  await until(`the stop page of ${host}`, async () => {
    const url = await tab.url();
    return isStopPage(url) && url.includes(host);
  });
  await until(`"${text}"`, async () => (await tab.text()).includes(text));
  expect(around.sites.requestsTo(host)).toBe(0);
}

const troubles = () => extension.ask('troubles.show', {});

/** Opens a page and waits until the guard shows there what it has to. */
async function untilShown(
  host: string,
  isRight: (shown: Awaited<ReturnType<Extension['shown']>>) => boolean,
) {
  const url = around.sites.url(host);
  await tab.open(url);
  const id = await extension.tabId(url);
  await until(`what is to be shown at ${host}`, async () => isRight(await extension.shown(id)));
}

/** All that the package's list alone can tell: a stop with its reason, a caution, marks, a path in an odd spelling. */
async function expectGuarded(): Promise<void> {
  await expectStopped(hosts.listed, say('kind.fake_platform'));
  await untilShown(hosts.caution, ([page]) => page?.banner.includes(say('kind.pyramid')) === true);
  await untilShown(hosts.forum, ([page]) => page?.marked.includes(listedAddresses.eip155) === true);
  await tab.open(around.sites.url(hosts.sharing, listedPath.replaceAll('/', '//')));
  await until('the stop page', async () => isStopPage(await tab.url()));
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

/** More than the filter of the list takes: it stays whole, so that the loss is found out only when the text is needed. */
const moreThanFilter = 250_000;

/** The files that hold the list's text, and with it what the gate was built from. */
function largeValues(profile: string): string[] {
  const isValue = (path: string) =>
    (isFirefox ? /moz-extension.*\.files\// : /IndexedDB.*\.blob\//).test(path);
  const found = filesBelow(profile).filter((path) => isValue(path) && statSync(path).size > moreThanFilter);
  if (found.length === 0) throw new Error('No text lies in a file.');
  return found;
}

const damages = {
  gone: (path: string) => rmSync(path),
  halved: (path: string) => truncateSync(path, statSync(path).size >> 1),
};

it('the package has no doors of fault runs in it', () => {
  const files = filesBelow(inject('ground').extension).filter((path) => path.endsWith('.js'));
  expect(files.map((path) => readFileSync(path, 'utf8')).join('')).not.toContain(faultMark);
});

it.runIf(isFirefox)('the browser keeps what is stored when the disk gets full', async () => {
  await until('its promise', () => extension.settings.run(() => navigator.storage.persisted()));
});

describe.each(Object.entries(damages))('a fetched list with its files %s', (_, damage) => {
  it('is said to be lost while an older one takes its place, and the gate stays', async () => {
    await around.registry.stop();
    await browser.reopen((profile) => largeValues(profile).forEach(damage));
    await open();
    await expectGuarded();
    await until('the trouble', async () => (await troubles()).includes('store'));
    await expectStopped(planted, say('stop.failed.title'));
  });

  it('is whole again after one look', async () => {
    await around.registry.serve();
    const [feed] = await extension.sync();
    expect(feed).toMatchObject({ error: null, source: 'synced' });
    expect(await troubles()).not.toContain('store');
    await expectStopped(planted, say('kind.phishing'));
  });
});

describe.runIf(!isFirefox)('a database that the browser clears under a living worker', () => {
  it('is opened again: every question is answered right, and what cannot be had again is there', async () => {
    const tabId = await extension.tabId(`${browser.extension}options.html`);
    const subject = around.sites.url(hosts.ordinary);
    const { report } = await extension.ask('report.preview', {
      ...{ tabId, subject, kind: 'phishing', note: '', withAddresses: false },
    });
    await extension.ask('report.send', { report, picture: null, tabId });
    await extension.ask('settings.change', { language: 'en' });
    const place = await raw.open('about:blank');
    const origin = browser.extension.slice(0, -1);
    await (await raw.attach(place))('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
    await raw.closeTab(place);
    // A page that is not in sight is not looked through.
    await tab.show();
    await expectGuarded();
    await expectStopped(planted, say('kind.phishing'));
    expect(await extension.ask('report.list', {})).toHaveLength(1);
    expect(await extension.ask('settings.change', { language: 'en' })).toEqual({ language: 'en' });
    expect((await extension.sync())[0]).toMatchObject({ error: null, source: 'synced' });
    expect(await troubles()).not.toContain('store');
  });
});

/** Does something to the database in one of the extension's pages. */
const inDatabase = <A, R>(work: (argument: A) => Promise<R>, argument: A) =>
  extension.settings.run(work, argument);

it('a database of a later version serves a package that was put back', async () => {
  const raise = (version: number) =>
    new Promise<number>((resolve, reject) => {
      const request = indexedDB.open('baize', version);
      request.onsuccess = () => {
        request.result.close();
        resolve(version);
      };
      request.onerror = () => reject(request.error);
    });
  expect(await inDatabase(raise, 99)).toBe(99);
  await expectGuarded();
  await browser.reopen(() => undefined);
  await open();
  await expectGuarded();
  await expectStopped(planted, say('kind.phishing'));
  expect((await extension.sync())[0]).toMatchObject({ error: null, source: 'synced' });
  expect(await extension.ask('settings.change', { language: 'en' })).toEqual({ language: 'en' });
  expect(await troubles()).not.toContain('store');
});

/** Runs in one of the extension's pages: has the database changed by a later version, which does not come to an end. */
function changeForEver(version: number): Promise<number> {
  return new Promise((resolve) => {
    const request = indexedDB.open('baize', version);
    request.onupgradeneeded = () => {
      const values = request.transaction!.objectStore('values');
      const goOn = () => {
        if (document.title !== 'enough') values.get('any').onsuccess = goOn;
      };
      goOn();
      resolve(version);
    };
    request.onsuccess = () => request.result.close();
  });
}

it('a database that never opens holds nothing up: what is needed is answered without it, and it is said', async () => {
  expect(await inDatabase(changeForEver, 100)).toBe(100);
  // Firefox's background is a page, which no driver can end: there this one goes on without its database.
  if (!isFirefox) await raw.endWorker();
  expect(await extension.ask('gate.show', {})).toHaveProperty('isAsListed');
  await expectGuarded();
  await until('the trouble', async () => (await troubles()).includes('store'));
  await extension.settings.run(() => {
    document.title = 'enough';
  });
  await until('the store again', async () => {
    await extension.sync();
    return !(await troubles()).includes('store');
  });
  await expectStopped(planted, say('kind.phishing'));
});

/** Where the browser keeps the extension's database. */
const databases = isFirefox ? /moz-extension[^/^]*\/idb$/ : /IndexedDB\/.*\.leveldb$/;
/** Where it keeps `storage.local`. */
const localPlaces = isFirefox
  ? /moz-extension[^/]*userContextId=4294967295\/idb$/
  : /Local Extension Settings\/[^/]*$/;

/** Puts a file in the place of a folder of the profile, where no browser can make it anew. @returns what puts it back */
function block(profile: string, place: RegExp): () => void {
  const folders = readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter((path) =>
    place.test(path),
  );
  if (folders.length !== 1) throw new Error(`It may be in ${folders}.`);
  const folder = join(profile, folders[0]!);
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, '');
  return () => {
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
  };
}

it('a database that cannot be opened leaves the package’s list in force, and is tried again', async () => {
  let unblock = () => {};
  await browser.reopen((profile) => {
    unblock = block(profile, databases);
  });
  await open();
  await expectGuarded();
  await until('the trouble', async () => (await troubles()).includes('store'));
  unblock();
  await until('the store again', async () => {
    await extension.sync();
    return !(await troubles()).includes('store');
  });
  await expectStopped(planted, say('kind.phishing'));
});

// Chromium holds by the same code, but tries each call anew for seconds: a minute for these lines.
it.runIf(isFirefox)(
  'what is kept apart from the database, and cannot be read, leaves all else as it is, and is said',
  async () => {
    let unblock = () => {};
    await browser.reopen((profile) => {
      unblock = block(profile, localPlaces);
    });
    await open();
    await expectGuarded();
    await expectStopped(planted, say('kind.phishing'));
    await until('the trouble', async () => (await troubles()).includes('store'));
    const look = await extension.sync();
    expect(look[0]).toMatchObject({ error: null, source: 'synced' });
    await browser.reopen(() => unblock());
    await open();
    await extension.sync();
    expect(await troubles()).not.toContain('store');
  },
);
