import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

const folder = join(import.meta.dirname, '../test/faults');
const replaced = ['./doors.ts', './database.ts', './report-store.ts'];

/**
 * Builds a package for fault runs: the background gets doors that can be made to stand still at any call. Without an
 * address nothing is changed.
 *
 * @param control address of the program that tells them to
 */
export function faultyDoors(control: string | undefined): Plugin[] {
  if (!control) return [];
  return [
    {
      name: 'faulty-doors',
      enforce: 'pre',
      config: () => ({ define: { BAIZE_FAULTS: JSON.stringify(control) } }),
      resolveId: (source, importer = '') =>
        importer.endsWith('/background/app.ts') && replaced.includes(source)
          ? join(folder, basename(source))
          : null,
    },
  ];
}
