import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/ports.ts';
import { parseTimestamp } from '../../src/core/tuf/metadata.ts';
import { verifyLog } from '../../src/registry/cosign/verify-log.ts';
import { openRegistry, type Registry } from '../../src/registry/registry.ts';
import { sourceOf } from '../../src/registry/release/source.ts';
import { openFeed } from '../../src/registry/release/verify.ts';
import { type Cast, castVotes } from './ballots.ts';
import { Load, Server } from './load.ts';

const SENDERS = 16;
/** Longest time between the first answer of a server and its kill, in milliseconds: it is left to chance. */
const LONGEST = 500;
/** How long the last server has to publish what is still waiting. */
const LAST_RELEASE = 60_000;

/** What came of killing a server under load. All that is lost or twice must be nothing. */
export interface Survived {
  readonly kills: number;
  readonly reports: number;
  /** Sent when there was no server, or when it died before its answer. */
  readonly unanswered: number;
  readonly votes: number;
  readonly releases: number;
  readonly lostReports: readonly string[];
  readonly reportsTwice: number;
  /** Votes that are not in the log at the place that was told. */
  readonly lostVotes: readonly number[];
  /** Timestamps that browsers could have seen and the registry does not know as published. */
  readonly lostReleases: readonly number[];
}

/**
 * Kills a registry's server by SIGKILL at random moments while reports and votes come in and releases go out, starts it anew
 * each time, and then looks for everything that was acknowledged. After each kill the feed must verify and be no older than
 * before; in the end it must list every vote's key and agree with a replay of the whole log.
 *
 * @throws when the feed does not verify, goes back, or does not come out
 */
export async function killUnderLoad(
  data: string,
  kills: number,
  onKill: (count: number) => void = () => {},
): Promise<Survived> {
  const server = new Server(data, await freePort(20_000 + Math.floor(Math.random() * 10_000)));
  const registry = await openRegistry(data);
  const load = new Load(server.url, SENDERS);
  let isOver = false;
  const voting = castVotes(registry, server.url, () => isOver);
  const seen = new Set<number>();
  try {
    for (let count = 1; count <= kills; count += 1) {
      await server.start();
      await load.next();
      await sleep(Math.random() * LONGEST);
      await server.kill('SIGKILL');
      seen.add(await versionOut(registry, Math.max(0, ...seen)));
      onKill(count);
    }
    await server.start();
    await load.end();
    isOver = true;
    const votes = await voting;
    await listsAll(registry, votes);
    await verifyLog(sourceOf(registry.paths.feed));
    return {
      kills,
      ...(await reportsOf(registry, load)),
      ...(await votesOf(registry, votes)),
      ...(await releasesOf(registry, seen)),
    };
  } finally {
    isOver = true;
    await server.kill('SIGKILL');
    await load.end();
    await registry.close();
  }
}

/** The version of the timestamp that browsers see. @throws when the feed does not verify, or is older than `least` */
async function versionOut({ paths }: Registry, least: number): Promise<number> {
  const { trusted } = await openFeed(sourceOf(paths.feed), new Date());
  const { version } = parseTimestamp(trusted.timestamp!).signed;
  if (version < least) throw new Error(`The feed went back from ${least} to ${version}.`);
  return version;
}

async function listsAll({ paths }: Registry, votes: readonly Cast[]): Promise<void> {
  const end = performance.now() + LAST_RELEASE;
  for (;;) {
    const { list } = await openFeed(sourceOf(paths.feed), new Date());
    const missing = votes.filter(({ key }) => list.find(key) === undefined);
    if (missing.length === 0) return;
    if (performance.now() > end) throw new Error(`Not listed: ${missing.map(({ key }) => key)}`);
    await sleep(200);
  }
}

async function reportsOf({ db }: Registry, { acknowledged, sent }: Load) {
  const rows = await db.selectFrom('report').select('id').execute();
  const stored = new Set(rows.map(({ id }) => id));
  return {
    reports: acknowledged.length,
    unanswered: sent.filter(({ status }) => status === 0).length,
    lostReports: acknowledged.map(({ id }) => id).filter((id) => !stored.has(id)),
    reportsTwice: rows.length - stored.size,
  };
}

async function votesOf({ db }: Registry, votes: readonly Cast[]) {
  const leaves = await db.selectFrom('leaf').select(['index', 'bytes']).execute();
  const stored = new Map(leaves.map(({ index, bytes }) => [index, bytes]));
  const lost = votes.filter(({ leaf, bytes }) => stored.get(leaf) !== Buffer.from(bytes).toString('utf8'));
  return { votes: votes.length, lostVotes: lost.map(({ leaf }) => leaf) };
}

async function releasesOf({ db }: Registry, seen: ReadonlySet<number>) {
  const rows = await db.selectFrom('release').select('timestamp').where('state', '=', 'published').execute();
  const published = new Set(rows.map(({ timestamp }) => timestamp));
  return { releases: published.size, lostReleases: [...seen].filter((version) => !published.has(version)) };
}
