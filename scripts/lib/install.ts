import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runOrFail } from './command.ts';
import { step } from './steps.mjs';

/** A program on this machine. @param place a name in the path, or a file */
export function locate(place: string): string | null {
  if (/[\\/]/.test(place)) return existsSync(place) ? place : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, place)).find((path) => existsSync(path)) ?? null;
}

/** Whether packages can be installed here without asking: on Debian as root. */
export function canInstall(): boolean {
  // Ubuntu's chromium and firefox packages only stand in for snaps, which do not run in many containers.
  if (process.getuid?.() !== 0 || locate('apt-get') === null || !existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** Installs a Debian package. @throws Error with what apt-get said */
export async function install(name: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step(`installing ${name} (apt-get)`, async () => {
    await runOrFail('apt-get', ['update', '-q'], { env });
    await runOrFail('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], { env });
  });
}
