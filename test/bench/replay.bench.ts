import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alliance } from '../../src/core/alliance.ts';
import type { Batch, Vote } from '../../src/core/leaf.ts';
import { type Replayed, replay } from '../../src/registry/review/replay.ts';
import { openDatabase } from '../../src/registry/store/database.ts';
import type { Db } from '../../src/registry/store/schema.ts';
import { scamHosts } from '../generator.ts';
import { allianceOf, at, batchOf, listVote, signed, voterOf } from '../registry/review/voters.ts';

const voters = ['a', 'b', 'c'].map(voterOf);
const alliance: Alliance = allianceOf(voters, 2, { caps: { votes: 1_000, keys: 10_000_000 } });

/**
 * What it takes to replay votes: an import by three members, one statement each, and after it ten votes on single keys,
 * over lists of several sizes. The second should not grow with the list. `npm run bench -- replay 351000` takes one size.
 */
export async function run(options: string[]): Promise<void> {
  const sizes = options.length > 0 ? options.map(Number) : [10_000, 100_000, 351_000, 1_000_000];
  const rows = [];
  for (const size of sizes) rows.push(await measure(size));
  console.table(rows);
}

async function measure(size: number) {
  const folder = mkdtempSync(join(tmpdir(), 'baize-bench-'));
  const db = await openDatabase(join(folder, 'replay.db'));
  try {
    const lines = scamHosts(size)
      .sort()
      .map((key) => `${key} phishing`);
    const imports = voters.map(({ id }) => batchOf(id, 'list', lines, at(0)));
    const whole = await timed(() =>
      play(
        db,
        imports.map(({ said }) => said),
        at(0),
        imports[0]!.text,
      ),
    );
    const votes = Array.from({ length: 5 }, (_, i) => `new-${i}.example`).flatMap((key) =>
      ['a', 'b'].map((id) => listVote(id, key, at(1))),
    );
    const change = await timed(() => play(db, votes, at(1), imports[0]!.text));
    return {
      entries: size,
      'import by three members, s': (whole.milliseconds / 1_000).toFixed(1),
      changes: whole.result.changes,
      'ten votes, ms': change.milliseconds.toFixed(1),
      'memory, MB': Math.round(process.memoryUsage().rss / 1e6),
    };
  } finally {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

function play(db: Db, said: readonly (Vote | Batch)[], time: string, text: Uint8Array): Promise<Replayed> {
  const leaves = said.map((one, index) => ({
    index,
    bytes: signed(one, voters.find(({ id }) => id === one.member)!),
  }));
  const segment = { leaves, alliance, time, bodyOf: async () => text };
  return db.transaction().execute((tx) => replay(tx, segment));
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; milliseconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - start };
}
