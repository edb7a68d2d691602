import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feedFiles, listTarget } from '../../../src/core/feed.ts';
import { entriesPath } from '../../../src/core/log/tiles.ts';
import { targetInfo } from '../../../src/core/tuf/trusted.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { sourceOf } from '../../../src/registry/release/source.ts';
import { readLogPart } from '../../../src/registry/site/log.ts';
import { lookUp } from '../../../src/registry/site/look-up.ts';
import { openAlliance, openList } from '../../../src/registry/site/verify.ts';
import { listEntries } from '../votes.ts';
import { entry, newRegistry } from '../workspace.ts';

const now = () => new Date();

/** A registry with a release of these entries, and its feed as the site reads it. */
async function published(...keys: string[]) {
  const registry = await newRegistry();
  await listEntries(registry, [
    ...keys.map((key) => entry(key)),
    { key: 'doubtful.test', kind: 'pyramid', level: 'caution' },
  ]);
  await publish(registry);
  return { registry, get: sourceOf(registry.paths.feed).get };
}

const fileOf = ({ paths }: Registry, name: string) => join(paths.feed, name);

/** Changes one character of a file. */
async function spoil(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'latin1');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to), 'latin1');
}

describe('the look-up', () => {
  test('says what the verified list says', async () => {
    const { get } = await published('scam.test', 'hosting.test/users/lucky');
    const verified = await openAlliance(get, now());
    const list = await openList(get, verified, now());
    const ask = (text: string) => lookUp(text, list, verified.alliance);
    expect(ask(' https://www.scam.test/deposit?x=1#y ')).toEqual({
      is: 'listed',
      key: 'scam.test',
      kind: 'phishing',
    });
    expect(ask('hosting.test/users/lucky/prize')).toMatchObject({ is: 'listed' });
    expect(ask('hosting.test/users/other')).toEqual({ is: 'unlisted', key: 'hosting.test/users/other' });
    expect(ask('doubtful.test')).toMatchObject({ is: 'caution', kind: 'pyramid' });
    expect(ask('0x52908400098527886E0F7030069857D2E4169EEd')).toEqual({ is: 'mistyped' });
    expect(ask('two words')).toEqual({ is: 'unreadable' });
  });

  test('refuses metadata that nobody signed', async () => {
    const { registry, get } = await published('scam.test');
    await spoil(fileOf(registry, feedFiles.metadata('timestamp.json')), '"sig":"', '"sig":"0');
    await expect(openAlliance(get, now())).rejects.toMatchObject({ code: 'threshold' });
  });

  test('refuses another list than was signed', async () => {
    const { registry, get } = await published('scam.test');
    const verified = await openAlliance(get, now());
    const digest = targetInfo(verified.trusted, listTarget)!.hashes.sha256!;
    const file = fileOf(registry, feedFiles.target(digest, listTarget));
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    await expect(openList(get, verified, now())).rejects.toMatchObject({ code: 'hash' });
  });

  test('refuses a release that does not stand in the log', async () => {
    const { registry, get } = await published('scam.test');
    const verified = await openAlliance(get, now());
    const proof = (version: number) => fileOf(registry, feedFiles.proof(version));
    await writeFile(proof(verified.version), await readFile(proof(verified.version - 1)));
    await expect(openList(get, verified, now())).rejects.toMatchObject({ code: 'log' });
  });
});

describe('a part of the log', () => {
  test('is read with who vouches for it, newest leaf first', async () => {
    const { get } = await published('scam.test');
    const part = await readLogPart(get, await openAlliance(get, now()), now());
    expect(part.checkpoint.members).toHaveLength(part.needed);
    expect(part.leaves.map(({ index }) => index)).toEqual([3, 2, 1, 0]);
    expect(part.leaves[0]!.said).toMatchObject({ _type: 'release', list: { entries: 2 } });
    expect(part.leaves[2]!.said).toMatchObject({ _type: 'vote', key: 'scam.test' });
  });

  test('is refused when a leaf was changed', async () => {
    const { registry, get } = await published('scam.test');
    const verified = await openAlliance(get, now());
    const { checkpoint } = await readLogPart(get, verified, now());
    const bundle = fileOf(registry, feedFiles.log(entriesPath(0, checkpoint.size)));
    await spoil(bundle, 'scam.test', 'spam.test');
    await expect(readLogPart(get, verified, now())).rejects.toMatchObject({ code: 'log' });
  });
});
