import { canInstall, install, locate } from './install.ts';

export type BrowserKind = 'chromium' | 'firefox';

/** A browser on this machine. */
export interface Installed {
  readonly kind: BrowserKind;
  readonly path: string;
}

/**
 * Names in the path, and places where systems put browsers. Google's own Chrome is not among them: from version 137
 * on it does not take an extension from the command line.
 */
const places: Record<BrowserKind, readonly string[]> = {
  chromium: [
    'chromium',
    'chromium-browser',
    'microsoft-edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    'C:\\Program Files\\Chromium\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: [
    'firefox-esr',
    'firefox-developer-edition',
    'firefox',
    '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Firefox Developer Edition\\firefox.exe',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
};

const debianPackage: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' };

const advice: Record<BrowserKind, string> = {
  chromium:
    'Install Chromium or Microsoft Edge, or name one: BAIZE_CHROMIUM=/path/to/chromium. (Google Chrome does not take extensions from the command line.)',
  firefox: 'Install Firefox, or name one: BAIZE_FIREFOX=/path/to/firefox.',
};

/**
 * A browser of this kind, or null. `BAIZE_CHROMIUM` and `BAIZE_FIREFOX` name one.
 *
 * @throws Error when the one that is named is not there
 */
export function findBrowser(kind: BrowserKind): Installed | null {
  const variable = `BAIZE_${kind.toUpperCase()}`;
  const named = process.env[variable];
  const path = (named ? [named] : places[kind]).map(locate).find((found) => found !== null);
  if (path) return { kind, path };
  if (named) throw new Error(`${variable} names ${named}, which is not there.`);
  return null;
}

/**
 * A browser of this kind; on Debian as root it is installed when there is none.
 *
 * @throws Error that says what to install
 */
export async function needBrowser(kind: BrowserKind): Promise<Installed> {
  const found = findBrowser(kind);
  if (found !== null) return found;
  if (!canInstall()) throw new Error(`There is no ${kind} browser on this machine. ${advice[kind]}`);
  await install(debianPackage[kind]);
  const installed = findBrowser(kind);
  if (installed === null) throw new Error(`${debianPackage[kind]} was installed but is not in the path.`);
  return installed;
}
