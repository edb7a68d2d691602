import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Browser, type LaunchOptions, seenText, type Tab, until } from './browser.ts';
import { idOf } from './packed.ts';

/** Starts Chromium (or Edge) on a profile of its own. */
export async function launchChromium(path: string, options: LaunchOptions): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'baize-chromium-'));
  let context = await start(path, profile, options);
  return {
    kind: 'chromium',
    extension: `chrome-extension://${extensionId(options.extension)}/`,
    newTab: async () => tabOf(await context.newPage()),
    tabs: async () => context.pages().map(tabOf),
    restart: async (meanwhile) => {
      await context.close();
      meanwhile?.(profile);
      context = await start(path, profile, options);
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const unseen = ['--headless=new', '--disable-gpu'];

/** Pop-ups of the address bar: pages of their own that Chromium makes for each window, in half of a new window's time. */
const popups = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
/** What Playwright switches off by itself; of two such switches Chromium heeds the last. */
const unplayed = [
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
];
/** For a Chromium that Playwright drives. */
export const playedFeatures = `--disable-features=${[...unplayed, ...popups].join()}`;

/** How Chromium is started everywhere: nothing of its own accord, `*.test` on this machine. */
export function chromiumArguments(): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${popups.join()}`,
    '--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.test. 127.0.0.1',
  ];
}

/** Has Chromium load one extension from its folder, or none. */
export function loading(extension: string | null): string[] {
  return extension === null
    ? ['--disable-extensions']
    : [`--disable-extensions-except=${resolve(extension)}`, `--load-extension=${resolve(extension)}`];
}

async function start(path: string, profile: string, options: LaunchOptions): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: path,
    headless: false, // Playwright's headless is the old one, without extensions
    handleSIGINT: false,
    handleSIGTERM: false,
    ...(options.visible ? { viewport: null } : {}),
    ignoreDefaultArgs: [
      '--disable-extensions',
      '--disable-back-forward-cache',
      ...(options.visible ? ['--enable-automation'] : []),
    ],
    args: [
      ...(options.visible ? [] : unseen),
      ...chromiumArguments(),
      playedFeatures,
      ...loading(options.extension),
    ],
  });
  if (options.onClosed) context.on('close', options.onClosed);
  return context;
}

/** Chromium's id of an extension without a key: by the path of its folder. */
export function extensionId(folder: string): string {
  return idOf(createHash('sha256').update(resolve(folder)).digest('hex'));
}

function tabOf(page: Page): Tab {
  return {
    open: (url) => open(page, url),
    url: async () => page.url(),
    text: () => page.evaluate(seenText),
    run: (work, argument) => page.evaluate(work as never, argument as never) as never,
    runInFrame: (part, work) => {
      const frame = page.frames().find((candidate) => candidate.url().includes(part));
      if (frame === undefined) throw new Error(`No frame at "${part}".`);
      return frame.evaluate(work);
    },
    press: (key) => page.keyboard.press(key),
    click: (selector) => page.click(selector),
    hold: async (selector) => {
      await page.hover(selector);
      await page.mouse.down();
    },
    point: async ({ x, y }, click) => {
      await page.mouse.move(x, y);
      if (click) await page.mouse.click(x, y);
    },
    type: (text) => page.keyboard.type(text),
    screenshot: async (path, selector) => {
      await (selector === undefined ? page : page.locator(selector)).screenshot({ path });
    },
    show: () => page.bringToFront(),
    close: () => page.close(),
  };
}

// A blocked or replaced navigation is an error to the driver and a result to us: what counts is what stands there.
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' }).catch(() => undefined);
  await until(`something at ${url}`, () => page.evaluate(() => document.readyState === 'complete'));
}
