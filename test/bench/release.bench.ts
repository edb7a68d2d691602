/**
 * One change, from the vote that decides it to the release that browsers see, in an alliance of three: two decide, all three
 * sign. Everything runs in this one process, one co-signer after the other, so that the sum is what two cores do at worst.
 *
 *   npm run bench -- release [ENTRIES…] [--leaves N]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosign } from '../../src/registry/cosign/cosign.ts';
import { openReplica, type Replica } from '../../src/registry/cosign/replica.ts';
import { takeCosignatures } from '../../src/registry/release/collect.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { sourceOf } from '../../src/registry/release/source.ts';
import { castBatch, localBallot } from '../../src/registry/voting/ballot.ts';
import { signVote, voterOf } from '../../src/registry/voting/statement.ts';
import { scamHosts } from '../generator.ts';
import { foundAlliance, type Member } from '../registry/founding.ts';

const SIZES = [10_000, 100_000, 351_000, 1_000_000];
const CHANGES = 5;
const listing = { action: 'list', kind: 'phishing', level: 'stop' } as const;

interface World {
  readonly registry: Awaited<ReturnType<typeof foundAlliance>>['registry'];
  readonly members: readonly Member[];
  readonly replicas: readonly Replica[];
}

/** Milliseconds of each part, in order. */
type Parts = Map<string, number>;

/** Runs work and adds up how long each of its steps took. */
async function timed<T>(
  parts: Parts,
  name: string,
  work: (onStep: (step: string) => void) => Promise<T>,
): Promise<T> {
  let [step, since] = ['begin', performance.now()];
  const next = (to: string) => {
    const now = performance.now();
    const part = `${name}: ${step}`;
    parts.set(part, (parts.get(part) ?? 0) + now - since);
    [step, since] = [to.replace(/\d+(\.\w+)?/g, 'N$1'), now];
  };
  const result = await work(next);
  next('end');
  return result;
}

async function releaseOnce({ registry, members, replicas }: World, parts: Parts): Promise<void> {
  await timed(parts, 'propose', (onStep) => publish(registry, { onStep }));
  const feed = sourceOf(registry.paths.feed);
  for (const [i, replica] of replicas.entries()) {
    const signed = await timed(parts, 'cosign ×3', (onStep) =>
      cosign(replica, feed, members[i]!.cosigner, { onStep }),
    );
    const bytes = Buffer.from(JSON.stringify(signed!.cosignatures));
    await timed(parts, 'collect', () => takeCosignatures(registry.db, bytes, new Date()));
  }
  const { outcome } = await timed(parts, 'publish', (onStep) => publish(registry, { onStep }));
  if (outcome !== 'released' && outcome !== 'renewed') throw new Error(`It was ${outcome}.`);
}

async function found(folder: string): Promise<World> {
  const members = ['ant', 'bee', 'cat'].map((id) => ({ id }));
  const caps = { votes: 1_000_000, keys: 10_000_000 };
  const plan = { name: 'Bench', members, quorum: 2, release: 3, root: 2, caps };
  const address = 'https://feed.example/feed/';
  const folderOf = (id: string) => join(folder, id);
  const founded = await foundAlliance(join(folder, 'registry'), folderOf, { ...plan, address });
  const replicas = await Promise.all(founded.members.map((member) => openReplica(member.folder)));
  return { ...founded, replicas };
}

async function castBy({ registry, members }: World, who: number, key: string): Promise<void> {
  const voter = voterOf(registry.alliance, members[who]!.votes[0]!);
  await localBallot(registry).cast(await signVote(voter, key, listing, new Date()));
}

async function measure(entries: number, leaves: number): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'baize-bench-'));
  const world = await found(folder);
  const { registry, members } = world;
  const hosts = scamHosts(entries);
  for (const member of members.slice(0, 2)) {
    const voter = voterOf(registry.alliance, member.votes[0]!);
    await castBatch(localBallot(registry), voter, hosts, listing, new Date());
  }
  for (let i = 0; i < leaves; i += 1) await castBy(world, 2, `leaf${i}.example`);
  const first: Parts = new Map();
  await releaseOnce(world, first);
  const parts: Parts = new Map();
  for (let i = 0; i < CHANGES; i += 1) {
    for (const who of [0, 1]) await castBy(world, who, `one-more-${i}.example`);
    await releaseOnce(world, parts);
  }
  await registry.close();
  for (const replica of world.replicas) await replica.close();
  await rm(folder, { recursive: true, force: true });
  return summary(entries, leaves, first, parts);
}

function summary(entries: number, leaves: number, first: Parts, parts: Parts): Record<string, number> {
  const total = (of: Parts) => [...of.values()].reduce((sum, value) => sum + value, 0);
  console.log(
    `\n${entries.toLocaleString('en')} entries, log of ${leaves.toLocaleString('en')} votes more; ms a change:`,
  );
  for (const [part, value] of parts) {
    const each = value / CHANGES;
    if (each >= 1) console.log(`  ${each.toFixed(1).padStart(8)}  ${part}`);
  }
  const sum = (name: string) =>
    total(new Map([...parts].filter(([part]) => part.startsWith(name)))) / CHANGES;
  const rounded = (value: number) => Math.round(value);
  return {
    ...{ entries, 'votes in the log': leaves, 'first release': rounded(total(first)) },
    ...{ propose: rounded(sum('propose')), 'cosign ×3': rounded(sum('cosign')) },
    ...{ collect: rounded(sum('collect')), publish: rounded(sum('publish')) },
    'one change': rounded(total(parts) / CHANGES),
  };
}

/** Prints milliseconds; the first release is the import of the whole list by two members. */
export async function run(options: string[]): Promise<void> {
  const at = options.indexOf('--leaves');
  const leaves = at < 0 ? null : Number(options.splice(at, 2)[1]);
  const sizes = options.length > 0 ? options.map(Number) : SIZES;
  const rows: Record<string, number>[] = [];
  for (const size of sizes) rows.push(await measure(size, leaves ?? 0));
  if (leaves === null && options.length === 0) rows.push(await measure(10_000, 20_000));
  console.log(`\nnode ${process.version}; milliseconds; a change is the mean of ${CHANGES}`);
  console.table(rows);
}
