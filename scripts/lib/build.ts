import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserKind } from './browsers.ts';
import { runOrFail } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the extension for one browser.
 *
 * @param feeds addresses or folders of the feeds it follows
 * @param out folder for the package
 * @param environment of the build, beside that
 * @returns the unpacked extension's folder
 */
export async function buildExtension(
  kind: BrowserKind,
  feeds: readonly string[],
  out: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const target = kind === 'firefox' ? ['-b', 'firefox', '--mv3'] : ['-b', 'chrome'];
  await runOrFail('wxt', ['build', ...target], {
    cwd: root,
    env: { BAIZE_FEED: feeds.join(' '), BAIZE_OUT: out, ...environment },
  });
  return join(out, kind === 'firefox' ? 'firefox-mv3' : 'chrome-mv3');
}

/** Builds the console and the public pages for the registry of this folder. */
export async function buildWeb(): Promise<void> {
  await runOrFail('npm', ['run', '-s', 'build:web'], { cwd: root });
}
