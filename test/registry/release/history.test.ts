import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../src/core/feed.ts';
import { limits } from '../../../src/core/limits.ts';
import { type History, readHistory, readWhy } from '../../../src/core/why.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { shardOf } from '../../../src/registry/store/shard.ts';
import { newAlliance, release, replicaOf, vote } from '../members.ts';
import { clearEntry, listEntries } from '../votes.ts';
import { entry, newRegistry } from '../workspace.ts';

const fileOf = ({ paths }: Registry, key: string) => join(paths.feed, feedFiles.why(shardOf(key)));
const historyOf = async (registry: Registry, key: string): Promise<History | null> =>
  readHistory(await readFile(fileOf(registry, key)), key, registry.alliance);

describe('the history of a key', () => {
  it('tells of entries without a reason: who voted, since which release', async () => {
    const registry = await newRegistry();
    const [leaf] = await listEntries(registry, [entry('a.test')]);
    const { version } = await publish(registry);
    const time = (await historyOf(registry, 'a.test'))!.changes[0]!.time;
    expect(await historyOf(registry, 'a.test')).toEqual({
      voices: [expect.objectContaining({ action: 'list', member: 'sample-alliance', leaf, reason: null })],
      changes: [{ version, time: expect.stringMatching(/^\d{4}-.*Z$/), kind: 'phishing', level: 'stop' }],
      appeals: [],
    });
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
  });

  it('keeps earlier votes and votes to clear, also once the key is listed no more, and when it came and went', async () => {
    const registry = await newRegistry();
    const leaves = [...(await listEntries(registry, [{ ...entry('a.test'), reason: 'First.' }]))];
    const versions = [(await publish(registry)).version];
    leaves.push(await clearEntry(registry, 'a.test'));
    versions.push((await publish(registry)).version);
    const gone = await historyOf(registry, 'a.test');
    expect(gone?.voices.map(({ leaf, action }) => [leaf, action])).toEqual([
      [leaves[0], 'list'],
      [leaves[1], 'clear'],
    ]);
    expect(gone?.changes).toMatchObject([
      { version: versions[0], kind: 'phishing' },
      { version: versions[1], kind: null },
    ]);
    leaves.push(...(await listEntries(registry, [{ ...entry('a.test', 'drainer'), reason: 'Again.' }])));
    versions.push((await publish(registry)).version);
    const back = await historyOf(registry, 'a.test');
    expect(back?.voices.map(({ leaf, reason }) => [leaf, reason])).toEqual([
      [leaves[0], 'First.'],
      [leaves[1], null],
      [leaves[2], 'Again.'],
    ]);
    expect(back?.changes.map(({ version, kind }) => [version, kind])).toEqual([
      [versions[0], 'phishing'],
      [versions[1], null],
      [versions[2], 'drainer'],
    ]);
    // What a warning shows are the votes by which the entry stands.
    const why = await readWhy(await readFile(fileOf(registry, 'a.test')), 'a.test', registry.alliance);
    expect(why.map(({ leaf }) => leaf)).toEqual([leaves[2]]);
  });

  it('tells nothing of other keys of the file', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test')]);
    await publish(registry);
    const file = await readFile(fileOf(registry, 'a.test'));
    for (const key of ['b.test', '__proto__', 'constructor', '']) {
      expect(await readHistory(file, key, registry.alliance)).toBeNull();
    }
  });

  it('holds no vote that no reviewer of the alliance has signed', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [{ ...entry('a.test'), reason: 'Sample.' }]);
    await publish(registry);
    const file = await readFile(fileOf(registry, 'a.test'), 'utf8');
    const changed = Buffer.from(file.replace('Sample.', 'Simple.'));
    expect((await readHistory(changed, 'a.test', registry.alliance))?.voices).toEqual([]);
  });

  it('gives a change of a release that was abandoned to the one that came in its place', async () => {
    const alliance = await newAlliance();
    const { registry, members } = alliance;
    const signers = await Promise.all(
      members.slice(0, 2).map(async (member) => ({ member, replica: await replicaOf(member) })),
    );
    for (const member of members.slice(0, 2)) await vote(alliance, member, 'a.test');
    expect((await publish(registry)).outcome).toBe('proposed');
    for (const member of members.slice(0, 2)) await vote(alliance, member, 'b.test');
    const { version } = await release(alliance, signers);
    expect((await historyOf(registry, 'a.test'))?.changes).toMatchObject([{ version, kind: 'phishing' }]);
  });

  it('is cut where there is too much of it: what a warning shows stays', async () => {
    const registry = await newRegistry();
    const long = 'x'.repeat(limits.evidenceLength - 'https://a.example/'.length);
    const evidence = Array.from({ length: limits.evidenceLinks }, (_, n) => `https://${n}.example/${long}`);
    const told = { ...entry('a.test'), reason: 'Sample.', evidence };
    const votes = Math.ceil(limits.whyBytes / (limits.evidenceLinks * limits.evidenceLength)) + 1;
    const leaves: number[] = [];
    for (let count = 0; count < votes; count += 1) leaves.push(...(await listEntries(registry, [told])));
    await publish(registry);
    const file = await readFile(fileOf(registry, 'a.test'));
    expect(file.length).toBeLessThan(limits.whyBytes);
    const voices = await readWhy(file, 'a.test', registry.alliance);
    expect(voices.map(({ leaf }) => leaf)).toEqual([leaves.at(-1)]);
  });
});
