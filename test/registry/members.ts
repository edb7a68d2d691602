import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { cosign } from '../../src/registry/cosign/cosign.ts';
import { openReplica, type Replica } from '../../src/registry/cosign/replica.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { takeCosignatures } from '../../src/registry/release/collect.ts';
import { type Published, publish } from '../../src/registry/release/publish.ts';
import { type Source, sourceOf } from '../../src/registry/release/source.ts';
import { localBallot } from '../../src/registry/voting/ballot.ts';
import { type Opinion, signVote, voterOf } from '../../src/registry/voting/statement.ts';
import { timeOfVote } from '../../src/registry/voting/voices.ts';
import { useDatabase } from './databases.ts';
import { type AlliancePlan, foundAlliance, type Member } from './founding.ts';
import { tempFolder } from './workspace.ts';

export interface TestAlliance {
  readonly registry: Registry;
  readonly members: readonly Member[];
  /** The feed's folder as co-signers read it. */
  readonly feed: Source;
}

const three = ['ant', 'bee', 'cat'].map((id) => ({ id }));

/** Three members, of whom two decide and two sign, for the running test; whatever it is about is changed. */
export async function newAlliance(change: Partial<AlliancePlan> = {}): Promise<TestAlliance> {
  const folder = await tempFolder();
  const data = join(folder, 'registry');
  await useDatabase(data);
  const plan = {
    ...{ name: 'Sample alliance', members: three, quorum: 2, release: 2, root: 2 },
    ...{ address: 'https://feed.example/feed/', ...change },
  };
  const { registry, members } = await foundAlliance(data, (id) => join(folder, id), plan);
  onTestFinished(() => registry.close());
  return { registry, members, feed: sourceOf(registry.paths.feed) };
}

/** A member's co-signer's own folder, open for the running test. */
export async function replicaOf(member: Member): Promise<Replica> {
  const replica = await openReplica(member.folder);
  onTestFinished(() => replica.close());
  return replica;
}

/** A member votes, as its command line does. @returns the vote's place in the log */
export async function vote(
  { registry }: Pick<TestAlliance, 'registry'>,
  member: Member,
  key: string,
  opinion: Opinion = { action: 'list', kind: 'phishing', level: 'stop' },
  reviewer = 0,
): Promise<number> {
  const voter = voterOf(registry.alliance, member.votes[reviewer]!);
  const time = await timeOfVote(registry.db, voter.member, key, new Date());
  return localBallot(registry).cast(await signVote(voter, key, opinion, time));
}

/** Proposes what is there and has these members sign it. @returns what became of it */
export async function release(
  { registry, feed }: TestAlliance,
  signers: readonly { readonly member: Member; readonly replica: Replica }[],
): Promise<Published> {
  const proposed = await publish(registry);
  for (const { member, replica } of signers) {
    const cosigned = await cosign(replica, feed, member.cosigner);
    await takeCosignatures(registry.db, Buffer.from(JSON.stringify(cosigned!.cosignatures)), new Date());
  }
  return signers.length === 0 ? proposed : publish(registry);
}
