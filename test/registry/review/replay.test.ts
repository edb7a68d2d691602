import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Alliance } from '../../../src/core/alliance.ts';
import { formatEntry } from '../../../src/core/entry.ts';
import { type Batch, leafBytes, type Vote } from '../../../src/core/leaf.ts';
import { explain } from '../../../src/registry/review/explain.ts';
import { replay } from '../../../src/registry/review/replay.ts';
import { openDatabase } from '../../../src/registry/store/database.ts';
import { allEntries } from '../../../src/registry/store/entries.ts';
import type { Db } from '../../../src/registry/store/schema.ts';
import { databasePlace } from '../workspace.ts';
import { type Heard, Twin } from './twin.ts';
import { allianceOf, at, batchOf, clearVote, listVote, origin, signed, voterOf } from './voters.ts';

const names = ['a', 'b', 'c', 'd'];
const voters = new Map(names.map((id) => [id, voterOf(id)]));
const all = [...voters.values()];
const two = allianceOf(all, 2);

/** A database into which releases are replayed, one after another. */
class Stage {
  readonly db: Db;
  private readonly bodies = new Map<string, Uint8Array>();
  size = 0;

  constructor(db: Db) {
    this.db = db;
  }

  static async open(): Promise<Stage> {
    const db = await openDatabase(await databasePlace());
    onTestFinished(() => db.destroy());
    return new Stage(db);
  }

  batch(member: string, action: Batch['action'], lines: readonly string[], time: string): Uint8Array {
    const { said, text } = batchOf(member, action, lines, time);
    this.bodies.set(said.body.sha256, text);
    return signed(said, voters.get(member)!);
  }

  async release(leaves: readonly Uint8Array[], time: string, alliance: Alliance = two) {
    const segment = leaves.map((bytes, i) => ({ index: this.size + i, bytes }));
    this.size += leaves.length;
    const bodyOf = async (sha256: string) => this.bodies.get(sha256)!;
    const replayed = await this.db
      .transaction()
      .execute((tx) => replay(tx, { leaves: segment, alliance, time, bodyOf }));
    return { ...replayed, list: await this.list() };
  }

  /** Empties every table. */
  async clear(): Promise<void> {
    const tables = ['entry', 'change', 'standing', 'tenure', 'alarm', 'spending', 'checked'] as const;
    for (const table of tables) await this.db.deleteFrom(table).execute();
  }

  async list(): Promise<string> {
    return (await allEntries(this.db)).map(formatEntry).sort().join('\n');
  }
}

const by = (vote: Vote) => signed(vote, voters.get(vote.member)!);
const key = 'coins.example';
const listed = (time: string, ...members: string[]) => members.map((id) => by(listVote(id, key, time)));
const cleared = (time: string, ...members: string[]) => members.map((id) => by(clearVote(id, key, time)));

describe('votes come to', () => {
  test('an entry, its going, and nothing that swings to and fro', async () => {
    const stage = await Stage.open();
    expect(await stage.release(listed(at(0), 'a'), at(0))).toMatchObject({
      list: '',
      changes: 0,
      skipped: [],
    });
    expect(await stage.release(listed(at(0), 'b'), at(1))).toMatchObject({
      list: `${key} phishing`,
      changes: 1,
    });
    expect((await stage.release(cleared(at(2), 'c'), at(2))).list).toBe(`${key} phishing`);
    expect((await stage.release(cleared(at(2), 'd'), at(3))).list).toBe('');
    // The votes that were overruled do not come to life again by one more.
    expect((await stage.release(listed(at(3, 1), 'c'), at(4))).list).toBe('');
    expect((await stage.release(listed(at(4, 1), 'd'), at(5))).list).toBe(`${key} phishing`);
  });

  test('the changes that lead there, once', async () => {
    const stage = await Stage.open();
    await stage.release(listed(at(0), 'a', 'b'), at(0));
    await stage.release(listed(at(1), 'a'), at(1));
    await stage.release(cleared(at(2), 'a', 'b'), at(2));
    const changes = await stage.db.selectFrom('change').select(['before', 'after']).orderBy('id').execute();
    expect(changes).toEqual([
      { before: null, after: `${key} phishing` },
      { before: `${key} phishing`, after: null },
    ]);
  });

  test('an end after 180 days without any vote', async () => {
    const stage = await Stage.open();
    await stage.release(listed(at(0), 'a', 'b'), at(0));
    expect((await stage.release([], at(179, 23))).list).not.toBe('');
    expect((await stage.release([], at(180))).list).toBe('');
  });

  test('a warning by one member for 72 hours, once in 180 days', async () => {
    const stage = await Stage.open();
    const alarm = (time: string) => [by(listVote('a', key, time, { emergency: true }))];
    expect((await stage.release(alarm(at(0)), at(0))).list).toBe(`${key} phishing caution`);
    expect((await stage.release([], at(2, 23))).list).not.toBe('');
    expect((await stage.release([], at(3))).list).toBe('');
    expect((await stage.release(alarm(at(10)), at(10))).list).toBe('');
    expect((await stage.release(alarm(at(190)), at(190))).list).toBe(`${key} phishing caution`);
  });

  test('many entries by one statement of each member', async () => {
    const stage = await Stage.open();
    const lines = Array.from({ length: 2_500 }, (_, i) => `n${String(i).padStart(5, '0')}.example drainer`);
    const import_ = (member: string) => stage.batch(member, 'list', lines, at(0));
    expect((await stage.release([import_('a')], at(0))).changes).toBe(0);
    expect(await stage.release([import_('b')], at(0, 1))).toMatchObject({
      changes: 2_500,
      list: lines.join('\n'),
    });
    const keys = lines.slice(0, 3).map((line) => line.split(' ')[0]!);
    const back = (member: string) => stage.batch(member, 'clear', keys, at(1));
    expect((await stage.release([back('c'), back('d')], at(1))).list).toBe(lines.slice(3).join('\n'));
  });
});

test('tells who voted what on a key, what counts, and until when', async () => {
  const stage = await Stage.open();
  const grouped = allianceOf(all, 2, { groups: { c: 'g', d: 'g' } });
  await stage.release([by(listVote('a', key, at(0))), by(listVote('c', key, at(0)))], at(0), grouped);
  await stage.release([by(clearVote('d', key, at(1)))], at(1), grouped);
  const told = await explain(stage.db, grouped, key, at(1));
  expect(told).toMatchObject({ lists: 1, clears: 1, quorum: 2, held: { until: at(180), level: 'stop' } });
  expect(told.voices.map(({ member, action, counts }) => [member, action, counts])).toEqual([
    ['a', 'list', true],
    ['c', 'list', false],
    ['d', 'clear', true],
  ]);
  expect((await explain(stage.db, grouped, key, at(180))).lists).toBe(0);
  expect(await explain(stage.db, grouped, 'other.example', at(1))).toMatchObject({ held: null, voices: [] });
});

describe('a statement does not count', () => {
  const refused = async (bytes: Uint8Array, alliance = two) => {
    const stage = await Stage.open();
    const once = allianceOf(all, 1);
    const { list, skipped } = await stage.release([bytes], at(9), { ...once, ...pick(alliance) });
    expect(list).toBe('');
    return skipped[0]?.reason;
  };
  const pick = ({ members, caps }: Alliance) => ({ members, caps });
  const good = listVote('a', key, at(9));

  test.each<[string, Vote, RegExp]>([
    ['for another log', { ...good, feed: 'other.example/log' }, /another log/],
    ['of who is no member', { ...good, member: 'z' }, /z is no member/],
    ['from after the release', { ...good, time: at(9, 0, 1) }, /after the release/],
    ['from too long ago', { ...good, time: at(1, 23) }, /too old/],
    ['on a protected name (attacks.md 33)', { ...good, key: 'github.com' }, /can not be listed/],
    ['on a public suffix', { ...good, key: 'co.uk' }, /can not be listed/],
    ["on the feed's own host", { ...good, key: 'feed.example' }, /can not be listed/],
    [
      'on a spelling that is no key',
      { ...good, key: 'Coins.example' },
      /not written as a key|can not be listed/,
    ],
  ])('%s', async (_, vote, reason) => {
    expect(await refused(signed(vote, voters.get('a')!))).toMatch(reason);
  });

  test('that another member has signed', async () => {
    expect(await refused(signed(good, voters.get('b')!))).toMatch(/not signed by a reviewer of a/);
  });

  test('whose signature is of something else', async () => {
    const other = { ...good, reason: 'because' };
    const text = Buffer.from(signed(other, voters.get('a')!))
      .toString()
      .replace('because', 'becausf');
    expect(await refused(Buffer.from(text))).toMatch(/signature/);
  });

  test('that is no statement', async () => {
    expect(await refused(Buffer.from('{}'))).toMatch(/malformed/);
  });

  test('beyond what a member may vote on a day', async () => {
    const stage = await Stage.open();
    const alliance = allianceOf(all, 1, { caps: { votes: 2, keys: 3 } });
    const votes = ['k.example', 'l.example', 'm.example'].map((name) => by(listVote('a', name, at(0))));
    const first = await stage.release(votes, at(0), alliance);
    expect(first.skipped).toEqual([{ leaf: 2, reason: expect.stringContaining('as much as a member may') }]);
    const lines = ['n.example drainer', 'o.example drainer', 'p.example drainer', 'q.example drainer'];
    const next = await stage.release([stage.batch('a', 'list', lines, at(1))], at(1), alliance);
    expect(next.skipped).toHaveLength(1);
    expect((await stage.release([votes[2]!], at(1, 1), alliance)).list).toMatch(/m\.example/);
  });

  test('that was said before (a replayed vote)', async () => {
    const stage = await Stage.open();
    await stage.release(listed(at(0), 'a', 'b'), at(0));
    const clears = cleared(at(1), 'a', 'b');
    await stage.release(clears, at(1));
    const { list, skipped } = await stage.release(listed(at(0), 'a', 'b'), at(2));
    expect([list, skipped.length]).toEqual(['', 2]);
  });

  test.each<[string, (text: string) => string]>([
    ['unsorted', (text) => text.split('\n').reverse().join('\n').trimStart().concat('\n')],
    ['not to the end', (text) => text.slice(0, -1)],
    ['protected', (text) => text.replace('b.example', 'github.com')],
    ['of a kind nobody knows', (text) => text.replace('drainer', 'unheard_of')],
  ])('whose body is %s: none of its lines', async (_, spoil) => {
    const stage = await Stage.open();
    const text = spoil('a.example drainer\nb.example drainer\n');
    const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : [];
    const { said } = batchOf('a', 'list', lines, at(0));
    const sha256 = createHash('sha256').update(text).digest('hex');
    const bytes = signed({ ...said, body: { sha256, length: text.length, keys: 2 } }, voters.get('a')!);
    const bodyOf = async () => Buffer.from(text);
    const segment = { leaves: [{ index: 0, bytes }], alliance: allianceOf(all, 1), time: at(0), bodyOf };
    const { skipped } = await stage.db.transaction().execute((tx) => replay(tx, segment));
    expect(skipped).toHaveLength(1);
    expect(await stage.list()).toBe('');
  });

  test('in a batch that was brought in before, and it costs its member nothing', async () => {
    const stage = await Stage.open();
    const alliance = allianceOf(all, 1, { caps: { votes: 2, keys: 4 } });
    const batch = stage.batch('a', 'list', ['k.example drainer', 'l.example drainer'], at(0));
    const fresh = by(listVote('a', 'm.example', at(0)));
    const { skipped, list } = await stage.release([batch, batch, batch, fresh], at(0), alliance);
    expect(skipped.map(({ leaf }) => leaf)).toEqual([1, 2]);
    expect(list).toMatch(/m\.example/);
  });

  test('only by what was signed: no other body passes it over (a carrier that suppresses a vote)', async () => {
    const stage = await Stage.open();
    const bytes = stage.batch('a', 'list', ['k.example drainer'], at(0));
    const bodyOf = async () => Buffer.from('l.example drainer\n');
    const segment = { leaves: [{ index: 0, bytes }], alliance: two, time: at(0), bodyOf };
    const replayed = stage.db.transaction().execute((tx) => replay(tx, segment));
    await expect(replayed).rejects.toMatchObject({ code: 'hash' });
  });

  test('by the rules of this version, whatever another one found in a body', async () => {
    const stage = await Stage.open();
    const batch = stage.batch('a', 'list', ['github.com drainer'], at(0));
    await stage.release([batch], at(0), allianceOf(all, 1));
    await stage.db
      .updateTable('checked')
      .set((eb) => ({ refusal: null, hosts: sql<string>`replace(${eb.ref('hosts')}, 'Baize ', 'Older ')` }))
      .execute();
    const { list, skipped } = await stage.release([batch], at(0, 1), allianceOf(all, 1));
    expect([list, skipped.length]).toEqual(['', 1]);
  });

  test('but a release or an appeal is simply passed over', async () => {
    const stage = await Stage.open();
    const appeal = { _type: 'appeal', feed: origin, key, digest: '0'.repeat(64), time: at(0) } as const;
    expect((await stage.release([leafBytes(appeal, null)], at(0))).skipped).toEqual([]);
  });
});

const keys = ['one.example', 'two.example', 'eip155:0x1111111111111111111111111111111111111111'];
const listLines = (some: readonly string[], kind: string) =>
  [...new Set(some)].sort().map((one) => `${one} ${kind}`);
const kind = fc.constantFrom('phishing', 'drainer', 'unspecified') as fc.Arbitrary<'phishing'>;
const someKey = fc.constantFrom(...keys);
const member = fc.constantFrom(...names);
/** Seconds before the release. */
const ago = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -5, max: 3_600 }),
  fc.integer({ min: 0, max: 9 * 86_400 }),
);
const spoken = fc.oneof(
  fc.record({
    what: fc.constant('list' as const),
    member,
    key: someKey,
    kind,
    isCaution: fc.boolean(),
    isAlarm: fc.boolean(),
    ago,
  }),
  fc.record({ what: fc.constant('clear' as const), member, key: someKey, ago }),
  fc.record({
    what: fc.constant('batch' as const),
    member,
    isClear: fc.boolean(),
    keys: fc.uniqueArray(someKey, { minLength: 1 }),
    kind,
    ago,
  }),
);
const turn = fc.record({
  spoken: fc.array(spoken, { maxLength: 8 }),
  /** Whether somebody brings the statements of the turn before into the log once more. */
  isEchoed: fc.boolean(),
  hours: fc.constantFrom(1, 12, 48, 71, 72, 73, 24 * 60, 24 * 180),
  quorum: fc.constantFrom(1, 2, 2, 2, 3),
  isShared: fc.boolean(),
  without: fc.option(member, { freq: 5 }),
  votesADay: fc.constantFrom(2, 5, 1_000),
});
type Spoken = typeof spoken extends fc.Arbitrary<infer T> ? T : never;

/** A signed leaf, and the same for the twin. */
function speak(stage: Stage, one: Spoken, now: number): { bytes: Uint8Array; heard: Heard } {
  const time = at(0, 0, now - one.ago);
  if (one.what === 'batch') {
    const sorted = [...one.keys].sort();
    const lines = one.isClear ? sorted : listLines(sorted, one.kind);
    const action = one.isClear ? 'clear' : 'list';
    const { said } = batchOf(one.member, action, lines, time);
    return { bytes: stage.batch(one.member, action, lines, time), heard: { said, lines } };
  }
  const said =
    one.what === 'clear'
      ? clearVote(one.member, one.key, time)
      : listVote(one.member, one.key, time, {
          kind: one.kind,
          level: one.isCaution ? 'caution' : 'stop',
          ...(one.isAlarm ? { emergency: true as const } : {}),
        });
  return { bytes: by(said), heard: { said, lines: null } };
}

test('comes to what a slow twin comes to, whatever was voted', async () => {
  const { db } = await Stage.open();
  const checkHistory = async (turns: (typeof turn extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const stage = new Stage(db);
    await stage.clear();
    const twin = new Twin();
    let now = 0;
    let before: ReturnType<typeof speak>[] = [];
    for (const { spoken, isEchoed, hours, quorum, isShared, without, votesADay } of turns) {
      now += hours * 3_600;
      const members = all.filter(({ id }) => id !== without);
      const groups: Record<string, string> = isShared ? { c: 'g', d: 'g' } : {};
      const voices = new Set(members.map(({ id }) => groups[id] ?? id)).size;
      const caps = { votes: votesADay, keys: 6 };
      const alliance = allianceOf(members, Math.min(quorum, voices), { groups, caps });
      const said = spoken.map((one) => speak(stage, one, now));
      const time = at(0, 0, now);
      if (isEchoed) said.unshift(...before.map(({ bytes, heard }) => ({ bytes, heard })));
      const first = stage.size;
      const { list, skipped } = await stage.release(
        said.map(({ bytes }) => bytes),
        time,
        alliance,
      );
      const passedOver = skipped.map(({ leaf }) => leaf - first);
      expect({ list, passedOver }).toEqual(
        twin.release({ alliance, time, heard: said.map(({ heard }) => heard) }),
      );
      before = said;
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 8 }), checkHistory), {
    numRuns: 150,
  });
});
