import { type PlainBrowser, until } from '../../scripts/lib/browser.ts';
import type { BrowserKind } from '../../scripts/lib/browsers.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';

/** A browser whose background can be ended in the middle of what it does. */
export interface Killable extends PlainBrowser {
  /** @param isWhole the whole browser goes, as in a power cut; Firefox knows no other way to end a background at once */
  killBackground(isWhole: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function launchKillable(
  kind: BrowserKind,
  program: string,
  extension: string,
  hosts: readonly string[],
): Promise<Killable> {
  if (kind === 'firefox') {
    const firefox = await launchFirefox(program, { extension, hosts });
    const killBackground = async () => {
      await firefox.kill();
      // The driver may still be putting the profile's settings back.
      await until('Firefox', async () => {
        await firefox.restart();
        return true;
      });
    };
    return Object.assign(firefox, { killBackground });
  }
  const chromium = await RawChromium.start(program, { packed: pack(extension) });
  const killBackground = async (isWhole: boolean) => {
    if (!isWhole) return chromium.endWorker();
    await chromium.kill();
    await chromium.restart();
  };
  return Object.assign(chromium, { killBackground });
}
