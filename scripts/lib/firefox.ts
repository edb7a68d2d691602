import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser as Driver, type KeyInput, type Page } from 'puppeteer-core';
import { type Browser, type LaunchOptions, seenText, type Tab, until } from './browser.ts';

// Firefox gives every profile another one, unless the profile names it.
const uuid = '6ba1ce00-0000-4000-8000-0000000ba12e';
const base = `moz-extension://${uuid}/`;

/** Starts Firefox on a profile of its own. `kill` ends it as a crash does; `restart` starts it again. */
export async function launchFirefox(
  path: string,
  options: LaunchOptions,
): Promise<Browser & { kill(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'baize-firefox-'));
  const id = installExtension(profile, options.extension);
  if (options.inPrivateWindows) allowInPrivateWindows(profile, id);
  let driver = await start(path, profile, id, options);
  await until('the extension', () => answers(driver));
  return {
    kind: 'firefox',
    extension: base,
    newTab: async () => tabOf(await driver.newPage()),
    tabs: () => openTabs(driver),
    kill: async () => {
      const ended = once(driver.process()!, 'exit');
      driver.process()!.kill('SIGKILL');
      await ended;
    },
    restart: async (meanwhile) => {
      await driver.close().catch(() => undefined);
      meanwhile?.(profile);
      driver = await start(path, profile, id, options);
    },
    close: async () => {
      await driver.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Puts the extension into the profile, as a file that holds its folder's path: so it is there from the start and
 * after a restart, which a temporary add-on is not.
 */
function installExtension(profile: string, extension: string): string {
  const manifest = JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8'));
  const id = manifest.browser_specific_settings.gecko.id as string;
  mkdirSync(join(profile, 'extensions'));
  writeFileSync(join(profile, 'extensions', id), resolve(extension));
  return id;
}

/** Firefox takes this file over into its own store of permissions when it first starts. */
function allowInPrivateWindows(profile: string, id: string): void {
  const allowed = { [id]: { permissions: ['internal:privateBrowsingAllowed'], origins: [] } };
  writeFileSync(join(profile, 'extension-preferences.json'), JSON.stringify(allowed));
}

async function start(path: string, profile: string, id: string, options: LaunchOptions): Promise<Driver> {
  const driver = await puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless: !options.visible,
    userDataDir: profile,
    handleSIGINT: false,
    handleSIGTERM: false,
    defaultViewport: options.visible ? null : { width: 1280, height: 720 },
    // Opens the extension's own pages to the driver.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.dns.localDomains': options.hosts.flatMap((host) => [host, `${host}.`]).join(','),
      'extensions.webextensions.uuids': JSON.stringify({ [id]: uuid }),
      'xpinstall.signatures.required': false,
      'extensions.autoDisableScopes': 0,
      // What a page of the extension asks for after a click is given: no driver can answer the browser's question.
      'extensions.webextOptionalPermissionPrompts': false,
      'extensions.startupScanScopes': 15,
      ...options.preferences,
    },
  });
  if (options.onClosed) driver.on('disconnected', options.onClosed);
  return driver;
}

async function answers(driver: Driver): Promise<boolean> {
  const page = await driver.newPage();
  try {
    await tabOf(page).open(`${base}options.html`);
    return (await page.evaluate('location.href')) === `${base}options.html`;
  } finally {
    await page.close();
  }
}

// Firefox replaces a tab's inside when the extension's page takes its place; the driver keeps the dead one as well.
async function openTabs(driver: Driver): Promise<Tab[]> {
  const tabs = (await driver.pages()).map(tabOf);
  const alive = await Promise.all(tabs.map((tab) => tab.url().then(Boolean, () => false)));
  return tabs.filter((_, i) => alive[i]);
}

function tabOf(page: Page): Tab {
  return {
    open: (url) => open(page, url),
    url: () => page.evaluate(() => location.href),
    text: () => page.evaluate(seenText),
    run: (work, argument) => page.evaluate(work as never, argument as never) as never,
    runInFrame: async (part, work) => {
      for (const frame of page.frames()) {
        if ((await frame.evaluate(() => location.href)).includes(part))
          return (await frame.evaluate(work)) as never;
      }
      throw new Error(`No frame at "${part}".`);
    },
    press: (keys) => inFront(page, () => pressTogether(page, keys.split('+') as KeyInput[])),
    click: (selector) => inFront(page, () => page.click(selector)),
    hold: (selector) =>
      inFront(page, async () => {
        await page.hover(selector);
        await page.mouse.down();
      }),
    point: ({ x, y }, click) =>
      inFront(page, async () => {
        await page.mouse.move(x, y);
        if (click) await page.mouse.click(x, y);
      }),
    type: (text) => inFront(page, () => page.keyboard.type(text)),
    screenshot: async (path, selector) => {
      const shown = selector === undefined ? page : await page.$(selector);
      await shown?.screenshot({ path: path as `${string}.png` });
    },
    show: () => page.bringToFront(),
    close: () => page.close(),
  };
}

async function pressTogether({ keyboard }: Page, keys: readonly KeyInput[]): Promise<void> {
  const held = keys.slice(0, -1);
  for (const key of held) await keyboard.down(key);
  await keyboard.press(keys.at(-1)!);
  for (const key of held.reverse()) await keyboard.up(key);
}

// Firefox delivers input only to the tab that is shown.
async function inFront(page: Page, act: () => Promise<void>): Promise<void> {
  await page.bringToFront();
  await act();
}

/**
 * A navigation that the extension replaces by its own page never comes to an end for the driver, so the page is
 * asked as well: once what stood there is gone and something new is complete, that is it.
 */
async function open(page: Page, url: string): Promise<void> {
  const mark = () => Object.assign(window, { baizeLeaving: true });
  await page.evaluate(mark).catch(() => undefined);
  const arrived = page.goto(url).catch(() => undefined);
  const replaced = until(`something at ${url}`, () =>
    page.evaluate(
      () =>
        !('baizeLeaving' in window) && document.readyState === 'complete' && location.href !== 'about:blank',
    ),
  );
  await Promise.race([arrived, replaced]);
  replaced.catch(() => undefined);
}
