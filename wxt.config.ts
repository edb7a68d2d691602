import { defineConfig } from 'wxt';
import { faultyDoors } from './scripts/faulty-doors.ts';
import { clearStaging, packageFeeds } from './scripts/package-feed.ts';

/**
 * Two packages from one source: Manifest V3 for Chromium (Chrome, Edge) and for Firefox.
 * `BAIZE_FEED=<url or folder>[ <more>…]` names the feeds that the packages follow, `BAIZE_OUT` the folder they go to.
 */
export default defineConfig({
  manifestVersion: 3,
  outDir: process.env.BAIZE_OUT ?? '.output',
  modules: ['@wxt-dev/webextension-polyfill'],
  imports: false,
  vite: () => ({
    plugins: faultyDoors(process.env.BAIZE_FAULTS),
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    // Else the text of all public suffixes stands in the background once for each of its uses: 65 kB of gzip more.
    // And what the guard runs later, or never, would be compiled at once in every frame.
    build: { rolldownOptions: { optimization: { inlineConst: false, pifeForModuleWrappers: false } } },
  }),
  hooks: {
    'build:publicAssets': async (_, files) => {
      const packaged = await packageFeeds((process.env.BAIZE_FEED ?? '').split(/\s+/).filter(Boolean));
      files.push(...packaged);
    },
    'build:done': clearStaging,
  },
  manifest: ({ browser }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    permissions: [...permissions, ...(browser === 'firefox' ? ['webNavigation'] : [])],
    // Asked for by the switch in the settings that ends connections in advance.
    optional_permissions: ['privacy'],
    host_permissions: ['<all_urls>'],
    web_accessible_resources: [stopPage(browser)],
    content_scripts: [guard],
    ...(browser === 'firefox' ? firefox : chromium),
  }),
});

/**
 * `declarativeNetRequest` and `tabs` hold where the browser withholds sites: a rule that blocks still blocks, and the
 * tab's address is told. Firefox does not tell the address of a page that was blocked but by `webNavigation`. What is stored
 * under `unlimitedStorage` is not deleted when the disk gets full.
 */
const permissions = [
  ...['storage', 'unlimitedStorage', 'alarms', 'declarativeNetRequest', 'webRequest'],
  ...['tabs', 'scripting', 'contextMenus'],
];

/** `entrypoints/guard.ts`, in frames of every kind too: `about:blank`, `blob:`, `srcdoc`. */
const guard = {
  matches: ['<all_urls>'],
  js: ['guard.js'],
  run_at: 'document_start' as const,
  all_frames: true,
  match_about_blank: true,
  match_origin_as_fallback: true,
};

/**
 * Ed25519 in WebCrypto came with Chrome 137. Split: else the stop page cannot stand in a private window, and the browser's
 * own error page takes its place (background/private.ts).
 */
const chromium = { minimum_chrome_version: '137', incognito: 'split' as const };

const firefox = {
  browser_specific_settings: {
    gecko: {
      id: 'baize@baize.example',
      strict_min_version: '140.0',
      data_collection_permissions: {
        required: ['none' as const],
        optional: [
          'websiteActivity' as const,
          'websiteContent' as const,
          'personallyIdentifyingInfo' as const,
        ],
      },
    },
  },
};

/**
 * The one page a site may be sent to. Chromium answers it to web pages only under an address that changes with every
 * start, so no page can find out that the extension is there; the gate's redirect reaches it all the same. In Firefox
 * every profile has its own address anyway.
 */
function stopPage(browser: string) {
  const page = { resources: ['stop.html'], matches: ['<all_urls>'] };
  return browser === 'firefox' ? page : { ...page, use_dynamic_url: true };
}
