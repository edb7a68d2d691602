import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of a built extension's manifest costs a page, whatever the scripts do. */
interface Manifest {
  readonly manifest_version: number;
  readonly permissions: readonly string[];
  readonly host_permissions: readonly string[];
  readonly content_scripts: readonly { readonly js: readonly string[] }[];
  readonly background: { readonly service_worker: string };
}

/**
 * Writes an extension of the same form as a built one, with the same permissions and scripts in the same places, which
 * do nothing: what it costs a page, no extension that looks at pages can go below.
 *
 * @param built folder of the built extension
 * @param out folder that is made
 * @returns that folder
 */
export function makeEmptyExtension(built: string, out: string): string {
  const manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8')) as Manifest;
  const { manifest_version, permissions, host_permissions, content_scripts, background } = manifest;
  const kept = { manifest_version, permissions, host_permissions, content_scripts, background };
  mkdirSync(out);
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ ...kept, name: 'Empty', version: '1' }));
  for (const file of [background.service_worker, ...content_scripts.flatMap(({ js }) => js)]) {
    writeFileSync(join(out, file), '');
  }
  return out;
}
