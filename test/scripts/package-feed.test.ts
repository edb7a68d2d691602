import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clearStaging, packageFeeds } from '../../scripts/package-feed.ts';
import { listTarget } from '../../src/core/feed.ts';
import { readBaseline } from '../../src/extension/background/baseline.ts';
import { entries, Mirror, TestFeed } from '../extension/background/feed.ts';

let folder: string;
let feed: TestFeed;
const said: string[] = [];

/** Lays the feed's files out in a folder, as a publisher does. */
async function write(): Promise<void> {
  const metadata = ['1.root.json', 'timestamp.json', '2.snapshot.json', '2.targets.json'];
  for (const path of [...metadata.map((name) => `metadata/${name}`), ...feed.files.keys()]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), (await feed.get(path))!);
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baize-package-'));
  feed = await TestFeed.create(entries('a.test', 'b.test'));
  await write();
  said.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
});

afterEach(async () => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
  await clearStaging();
});

async function packaged(...places: string[]) {
  const files = new Map(
    (await packageFeeds(places)).map(({ relativeDest, absoluteSrc }) => [relativeDest, absoluteSrc]),
  );
  const read = async (path: string) => new Uint8Array(readFileSync(files.get(path)!));
  const index = JSON.parse(readFileSync(files.get('feeds/index.json')!, 'utf8'));
  return { index, read };
}

it('a feed in a folder is packaged under the address its alliance signed, as the browser reads it', async () => {
  const { index, read } = await packaged(folder);
  expect(index).toEqual([{ feed: 'https://feed.example/', folder: 'feeds/0' }]);
  const { record, list } = await readBaseline(read, index[0]);
  expect(record).toMatchObject({ feed: 'https://feed.example/', source: 'baseline' });
  expect(new TextDecoder().decode(list.text)).toBe('a.test phishing\nb.test phishing\n');
  expect(said.join()).toMatch(/root SHA-256 [0-9a-f]{64}/);
});

it('a feed at an address is followed there, beside others', async () => {
  const mirror = await Mirror.open(feed);
  const { index } = await packaged(mirror.address.slice(0, -1), folder);
  expect(index.map((one: { feed: string }) => one.feed)).toEqual([mirror.address, 'https://feed.example/']);
  await mirror.close();
});

it('a build without feeds follows none', async () => {
  expect((await packaged()).index).toEqual([]);
});

it.each([
  ['is not there', () => rmSync(folder, { recursive: true })],
  ['lacks its list', () => rmSync(join(folder, 'targets'), { recursive: true })],
  ['was changed', () => writeFileSync(join(folder, 'metadata/timestamp.json'), '{}')],
  [
    'has another list than the signed one',
    () => {
      const [path] = [...feed.files.keys()].filter((each) => each.endsWith(listTarget)).slice(-1);
      writeFileSync(join(folder, path!), 'other');
    },
  ],
])('a feed that %s fails the build, which says where', async (_, spoil) => {
  spoil();
  await expect(packageFeeds([folder])).rejects.toThrow(`The feed ${folder} can not be packaged: `);
});

it('a feed that has expired fails the build with that reason', async () => {
  feed.repository.timestamp.expires = '2026-01-01T00:00:00Z';
  await feed.repository.publish('timestamp');
  await write();
  await expect(packageFeeds([folder])).rejects.toThrow('expired at 2026-01-01');
});
