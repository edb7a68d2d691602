import { inject } from 'vitest';
import { pack } from '../../scripts/lib/packed.ts';
import type { RawBrowser, Start } from '../../scripts/lib/raw-browser.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { RawFirefox } from '../../scripts/lib/raw-firefox.ts';
import { allHosts } from './samples.ts';

interface How extends Start {
  /** Preferences of Firefox. */
  readonly firefox?: Readonly<Record<string, unknown>>;
}

/** Starts this run's browser as a person does, on a new profile in which the extension is as from a store. */
export function startRaw({ firefox, ...start }: How = {}): Promise<RawBrowser> {
  const { extension, program } = inject('ground');
  if (inject('browser') === 'chromium')
    return RawChromium.start(program, { packed: pack(extension), ...start });
  return RawFirefox.start(program, { ...{ extension, hosts: allHosts }, preferences: firefox, ...start });
}
