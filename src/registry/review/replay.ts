import { type Alliance, groupOf } from '../../core/alliance.ts';
import type { Batch } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { ownHosts } from '../registry.ts';
import type { Db } from '../store/schema.ts';
import { readBatch } from './body.ts';
import { Caps } from './caps.ts';
import { after, type Rules } from './decide.ts';
import { settle } from './settle.ts';
import { isOvertaken, putBatch, putVote } from './standing.ts';
import { type Hearing, readStatement, type Statement } from './statement.ts';

/** What leads from one release to the next. */
export interface Segment {
  /** The leaves since the release before, in the log's order. */
  readonly leaves: Iterable<{ readonly index: number; readonly bytes: Uint8Array }>;
  /** By whose rules: the alliance of the release. */
  readonly alliance: Alliance;
  /** The release's time: ISO 8601, UTC, whole seconds. */
  readonly time: string;
  /** The text of a batch's body by its SHA-256; it throws when it has none. */
  readonly bodyOf: (sha256: string) => Promise<Uint8Array>;
}

/** A statement that does not count, and why: a sentence's end. */
interface Skipped {
  readonly leaf: number;
  readonly reason: string;
}

/** How a segment came out. */
export interface Replayed {
  /** Lines of the list that came, went or changed. */
  readonly changes: number;
  readonly skipped: readonly Skipped[];
}

/**
 * Replays the votes between two releases: what each has to say is taken down, then every key that was spoken of is decided as of
 * the release. The registry does so to make a release, each co-signer to judge it, and all arrive at the same, since nothing
 * enters into it but the log, the alliance that its root names, and this version's rules of what may be listed.
 *
 * @param tx within which the changes of the list are left pending. What it costs grows with the votes, not with list or log
 */
export async function replay(tx: Db, { leaves, alliance, time, bodyOf }: Segment): Promise<Replayed> {
  const hearing: Hearing = { alliance, hosts: ownHosts(alliance), time };
  const caps = new Caps(tx, alliance, time);
  const skipped: Skipped[] = [];
  for (const { index, bytes } of leaves) {
    const statement = await readStatement(bytes, hearing);
    if (statement === null) continue;
    const reason =
      'refusal' in statement
        ? statement.refusal
        : await take(tx, statement, index, { hearing, caps, bodyOf });
    if (reason !== null) skipped.push({ leaf: index, reason });
  }
  const changes = await settle(tx, rulesOf(alliance, time));
  return { changes, skipped };
}

/** By what rules an alliance decides as of a time. */
export function rulesOf(alliance: Alliance, time: string): Rules {
  const voices = new Map(alliance.members.map((member) => [member.id, groupOf(member)]));
  return { quorum: alliance.quorum, voices, time, since: after(time, -limits.voteLife) };
}

interface Means {
  readonly hearing: Hearing;
  readonly caps: Caps;
  readonly bodyOf: Segment['bodyOf'];
}

/** Takes a statement down. @returns why it does not count, or null */
async function take(tx: Db, said: Statement, leaf: number, means: Means): Promise<string | null> {
  if (said._type === 'batch') return takeBatch(tx, said, leaf, means);
  const { caps } = means;
  if (await isOvertaken(tx, said)) return `${said.member} has voted on ${said.key} since`;
  if (!(await caps.allow(said.member, 1))) return overCap(said);
  await caps.spend(said.member, 1);
  await putVote(tx, said, leaf);
  return null;
}

/** What has no effect costs the member nothing: anybody can bring a statement into the log once more. */
async function takeBatch(
  tx: Db,
  said: Batch,
  leaf: number,
  { hearing, caps, bodyOf }: Means,
): Promise<string | null> {
  const lines = await readBatch(tx, said, await bodyOf(said.body.sha256), hearing.hosts);
  if ('refusal' in lines) return lines.refusal;
  if (!(await caps.allow(said.member, lines.length))) return overCap(said);
  const taken = await putBatch(tx, said, lines, leaf);
  if (taken === 0) return `${said.member} has voted on all of its keys since`;
  await caps.spend(said.member, lines.length);
  return null;
}

const overCap = ({ member }: Statement) => `${member} has voted as much as a member may on a day`;
