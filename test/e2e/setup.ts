import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { corpusKeys } from '../corpus/corpus.ts';
import { baseline } from './samples.ts';

/** What every scenario starts from. */
export interface Ground {
  /** Folder of the registry whose feed the extension follows: to be copied, not changed. */
  readonly registry: string;
  /** The port that registry's feed is said to be on. */
  readonly port: number;
  /** Folder of the built extension. */
  readonly extension: string;
  /** The browser's program. */
  readonly program: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    ground: Ground;
  }
}

// Each run starts its search elsewhere: nothing holds a port between finding it and serving on it.
const firstPort = 4_300 + (process.pid % 500) * 20;

/** Makes a registry with the sample entries and builds the extension that follows it, once for all scenarios. */
export default async function setup(project: TestProject): Promise<() => void> {
  const kind = project.name === 'firefox' ? 'firefox' : 'chromium';
  const { path: program } = await needBrowser(kind);
  const folder = mkdtempSync(join(tmpdir(), `baize-e2e-${kind}-`));
  const registry = new Registry(join(folder, 'registry'), await freePort(firstPort));
  await registry.create('Sample Alliance', baseline);
  const keys = join(folder, 'keys.txt');
  writeFileSync(keys, corpusKeys.join('\n'));
  await registry.baize('import', keys, '--kind', 'fake_platform');
  await registry.baize('publish');
  const extension = await buildExtension(kind, [join(registry.data, 'feed')], join(folder, 'extension'));
  project.provide('ground', { registry: registry.data, port: registry.port, extension, program });
  return () => rmSync(folder, { recursive: true, force: true });
}
