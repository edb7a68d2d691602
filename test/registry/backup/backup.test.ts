import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backUp } from '../../../src/registry/backup/backup.ts';
import { restore } from '../../../src/registry/backup/restore.ts';
import { tablesOf } from '../../../src/registry/backup/tables.ts';
import { openRegistry, type Paths, pathsOf, type Registry } from '../../../src/registry/registry.ts';
import { openDatabase } from '../../../src/registry/store/database.ts';
import { withLock } from '../../../src/registry/store/lock.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import type { Db } from '../../../src/registry/store/schema.ts';
import { newDatabase, onPostgres } from '../databases.ts';
import { newRegistry, run, tempFolder, verifiedLines } from '../workspace.ts';
import { grow, report } from './samples.ts';

/** Every row of every table. */
async function rowsOf(db: Db): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { name } of await tablesOf(db)) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db);
    all[name] = rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  }
  return all;
}

async function opened(place: string): Promise<Db> {
  const db = await openDatabase(place);
  onTestFinished(() => db.destroy());
  return db;
}

/** Empty places for a restore, of each kind of database that this run has. */
async function emptyPlaces(): Promise<Paths[]> {
  const [one, other] = [pathsOf(join(await tempFolder(), 'data')), pathsOf(join(await tempFolder(), 'data'))];
  const file = { ...one, database: join(one.data, 'baize.db') };
  return onPostgres ? [file, { ...other, database: await newDatabase() }] : [file];
}

async function backedUp(): Promise<{ registry: Registry; file: string }> {
  const registry = await newRegistry();
  await grow(registry);
  const file = join(await tempFolder(), 'sample.backup');
  await backUp(registry, file, false, new Date());
  return { registry, file };
}

describe('a backup', () => {
  it('brings back every row, on either database, and a feed that verifies', async () => {
    const { registry, file } = await backedUp();
    for (const paths of await emptyPlaces()) {
      await restore(file, paths);
      const db = await opened(paths.database);
      expect(await rowsOf(db)).toEqual(await rowsOf(registry.db));
      expect(await verifiedLines(paths.feed)).toEqual(await verifiedLines(registry.paths.feed));
      const { id } = await db
        .insertInto('change')
        .values({ key: 'next.test', before: null, after: null, time: '2026-01-01T00:00:00Z', release: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      const { last } = await registry.db
        .selectFrom('change')
        .select((eb) => eb.fn.max('id').as('last'))
        .executeTakeFirstOrThrow();
      expect(id).toBe(last + 1);
      const file2 = join(await tempFolder(), 'again.backup');
      await backUp({ ...registry, db, paths }, file2, false, new Date());
      expect(gunzipSync(await readFile(file2)).length).toBeGreaterThan(1_000);
    }
  });

  it('goes the whole way by the command line, and holds private keys only when asked', async () => {
    const registry = await newRegistry();
    const { data } = registry.paths;
    const folder = await tempFolder();
    for (const keys of [false, true]) {
      const file = join(folder, keys ? 'with.backup' : 'without.backup');
      const made = await run(['backup', file, '--data', data, ...(keys ? ['--keys'] : [])]);
      expect(made).toMatchObject({ code: 0, err: '' });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const secrets = await Promise.all(
        (await readdir(registry.paths.keys)).map((name) =>
          readFile(join(registry.paths.keys, name), 'base64'),
        ),
      );
      const text = gunzipSync(await readFile(file)).toString('utf8');
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of secrets) expect(text.includes(secret)).toBe(keys);
      const target = join(folder, keys ? 'with' : 'without');
      expect(await run(['restore', file, '--data', target])).toMatchObject({ code: 0, err: '' });
      expect(existsSync(join(target, 'keys'))).toBe(keys);
      if (keys) expect((await run(['publish', '--data', target])).code).toBe(0);
      expect((await run(['status', '--data', target])).code).toBe(0);
    }
    expect((await run(['backup', folder, '--data', data])).out).toContain(folder);
    expect((await run(['backup', join(folder, 'with.backup'), '--data', data])).code).toBe(1);
    expect((await readdir(data)).filter((name) => name.startsWith('backup-'))).toEqual([]);
  });

  it('holds no row of a later moment than its first, nor a feed of another', async () => {
    const registry = await newRegistry();
    await grow(registry);
    const writer = await openRegistry(registry.paths.data);
    onTestFinished(() => writer.close());
    let hasGrown = false;
    // The first rows are there: before the next ones are read, others write and publish.
    const db = registry.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        const isRow = result.rows.some((row) => 'sha256' in row);
        if (isRow && !hasGrown) {
          hasGrown = true;
          await grow(writer);
        }
        return result;
      },
    });
    const before = await rowsOf(registry.db);
    const file = join(await tempFolder(), 'sample.backup');
    await backUp({ ...registry, db }, file, false, new Date());
    expect(hasGrown).toBe(true);
    expect(await rowsOf(registry.db)).not.toEqual(before);
    for (const paths of await emptyPlaces()) {
      await restore(file, paths);
      const restored = await opened(paths.database);
      expect(await rowsOf(restored)).toEqual(before);
      await expectOneMoment(restored, paths);
    }
  });

  it('made while others write and publish is one moment', async () => {
    const registry = await newRegistry();
    await grow(registry);
    const writer = await openRegistry(registry.paths.data);
    onTestFinished(() => writer.close());
    let isOver = false;
    let written = 0;
    const load = async () => {
      while (!isOver) {
        await grow(writer);
        await fileReport(writer.db, report(), new Date());
        written += 1;
        // Whoever takes a lock again at once leaves no turn to those that ask now and then.
        await sleep(50);
      }
    };
    const loading = load();
    const folder = await tempFolder();
    for (let round = 0; round < 3; round += 1) {
      const file = join(folder, `${round}.backup`);
      await backUp(registry, file, false, new Date());
      for (const paths of await emptyPlaces()) {
        await restore(file, paths);
        await expectOneMoment(await opened(paths.database), paths);
      }
    }
    isOver = true;
    await loading;
    expect(written).toBeGreaterThan(0);
  });
});

it('a backup waits for a publication that is under way', async () => {
  const registry = await newRegistry();
  const publisher = await openRegistry(registry.paths.data);
  onTestFinished(() => publisher.close());
  const order: string[] = [];
  let begin = () => {};
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const publishing = withLock(publisher, 'publish', async () => {
    begin();
    await sleep(500);
    order.push('published');
  });
  await begun;
  await backUp(registry, join(await tempFolder(), 'sample.backup'), false, new Date());
  order.push('backed up');
  await publishing;
  expect(order).toEqual(['published', 'backed up']);
});

/** Entries are what the changes come to, and the feed is that of the last release. */
async function expectOneMoment(db: Db, { feed }: Paths): Promise<void> {
  const changes = await db.selectFrom('change').select(['key', 'after']).orderBy('id').execute();
  const listed = new Set<string>();
  for (const { key, after } of changes) listed[after === null ? 'delete' : 'add'](key);
  const entries = await db.selectFrom('entry').select('key').execute();
  expect(new Set(entries.map(({ key }) => key))).toEqual(listed);
  const release = await db
    .selectFrom('release')
    .select(['timestamp_body', 'entries'])
    .where('state', '=', 'published')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  expect(await readFile(join(feed, 'metadata/timestamp.json'), 'utf8')).toBe(release.timestamp_body);
  expect(await verifiedLines(feed)).toHaveLength(release.entries);
}

describe('a restore', () => {
  it('of a backup that is cut short, changed or something else leaves nothing', async () => {
    const { file } = await backedUp();
    const whole = await readFile(file);
    const lines = gunzipSync(whole).toString('utf8').split('\n');
    const row = lines.findIndex((line) => line.startsWith('["'));
    const changed = lines.with(row, lines[row]!.replace('a', 'b'));
    const broken: Record<string, Buffer> = {
      short: whole.subarray(0, whole.length - 30),
      changed: gzipSync(changed.join('\n')),
      endless: gzipSync(lines.slice(0, -2).join('\n')),
      swapped: gzipSync([lines[1], lines[0], ...lines.slice(2)].join('\n')),
      longer: gzipSync([...lines.slice(0, -1), lines[row], ''].join('\n')),
      nothing: Buffer.alloc(0),
      text: Buffer.from('sample'),
      newer: gzipSync([lines[0]!.replace(/"schema":\d+/, '"schema":99'), ...lines.slice(1)].join('\n')),
    };
    for (const [name, bytes] of Object.entries(broken)) {
      for (const paths of await emptyPlaces()) {
        const copy = join(await tempFolder(), name);
        await writeFile(copy, bytes);
        await expect(restore(copy, paths), name).rejects.toMatchObject({ code: 'input' });
        expect(await readdir(paths.data), name).toEqual([]);
        await restore(file, paths);
      }
    }
    const [paths] = await emptyPlaces();
    await expect(restore('/none/at/all', paths!)).rejects.toThrow('is not there');
  });

  it('into a registry is refused and changes nothing', async () => {
    const { registry, file } = await backedUp();
    await expect(restore(file, registry.paths)).rejects.toThrow('already');
    const elsewhere = { ...pathsOf(join(await tempFolder(), 'data')), database: registry.paths.database };
    const before = await rowsOf(registry.db);
    await expect(restore(file, elsewhere)).rejects.toThrow('already');
    expect(await rowsOf(registry.db)).toEqual(before);
    expect(await readdir(elsewhere.data)).toEqual([]);
  });
});
