import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { until } from '../../scripts/lib/browser.ts';
import { needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { random } from '../generator.ts';
import { SlowLine } from '../load/slow-line.ts';

const options = {
  names: { type: 'string', default: '1000000' },
  bits: { type: 'string', default: '500000' },
} as const;

/**
 * A list of a million names reaches a Chromium that nobody touches over a line of 0.5 Mbit/s: its worker, to which
 * nothing is attached, wakes for its alarm, stays awake for the minutes that the list takes, and sleeps again.
 * `--names N --bits N` for others.
 *
 * @returns whether it came at the first try
 */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({ args, options });
  const folder = mkdtempSync(join(tmpdir(), 'baize-slow-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const registry = new Registry(join(folder, 'registry'), await freePort(4_900));
  const feed = join(registry.data, 'feed');
  const extension = await buildSmall(registry, folder);
  cpSync(feed, join(folder, 'before'), { recursive: true });
  await publishNames(registry, Number(values.names), folder);
  const line = new SlowLine(join(folder, 'before'), Number(values.bits));
  await line.open(registry.port);
  const { path } = await needBrowser('chromium');
  const browser = await RawChromium.start(path, { packed: pack(extension) });
  try {
    await browser.workerAsleep();
    line.folder = feed;
    console.log('… the worker sleeps; the long list is out');
    return await watch(browser, line, await registry.version());
  } finally {
    await browser.close();
    line.close();
  }
}

async function buildSmall(registry: Registry, folder: string): Promise<string> {
  await registry.create('Sample Alliance', [{ key: 'quick-profit.test', kind: 'phishing' }]);
  return buildExtension('chromium', [join(registry.data, 'feed')], join(folder, 'extension'));
}

/** Lists names that gzip makes little of, so that a million of them come near the bound of 24 MB. */
async function publishNames(registry: Registry, count: number, folder: string): Promise<void> {
  const next = random(1);
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  const name = () => Array.from({ length: 31 }, () => letters[Math.floor(next() * 32)]).join('');
  const file = join(folder, 'names.txt');
  writeFileSync(file, Array.from({ length: count }, () => `${name()}.test\n`).join(''));
  await registry.baize('import', file, '--kind', 'phishing');
  await registry.baize('publish');
}

async function watch(browser: RawChromium, line: SlowLine, version: number): Promise<boolean> {
  const quarter = 15 * 60_000;
  await until('the worker’s alarm', async () => line.transfers.length > 0, quarter);
  const [first] = line.transfers;
  let absent = 0;
  await until(
    'the end of the transfer',
    async () => {
      if (first!.isWhole === null && (await browser.worker()) === null) absent += 1;
      return first!.isWhole !== null;
    },
    quarter,
  );
  console.log('The first try:', first, `the worker was away ${absent} times; languages: ${line.language}`);
  if (!first!.isWhole) return false;
  await browser.workerAsleep();
  const [state] = await (await Extension.open(browser)).ask('feeds.show', {});
  console.log('Afterwards:', { version: state?.version, entries: state?.entries, error: state?.error });
  return line.transfers.length === 1 && state?.version === version && state.error === null;
}
