import { spawn } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cosign } from '../../src/registry/cosign/cosign.ts';
import { openReplica, type Replica } from '../../src/registry/cosign/replica.ts';
import { takeCosignatures } from '../../src/registry/release/collect.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { sourceOf } from '../../src/registry/release/source.ts';
import { Forge } from '../attacks/forge.ts';
import type { Member } from './founding.ts';
import { newAlliance, release, replicaOf, type TestAlliance, vote } from './members.ts';
import { tempFolder, verifiedLines } from './workspace.ts';

// attacks.md 64: killed at any moment, the next run goes on, and no version is signed twice.

const program = fileURLToPath(new URL('killed-cosigner.ts', import.meta.url));
const MANY = 40;

/** Runs a co-signer in a process of its own that kills itself before the n-th step. @returns the signal it died of */
function cosignUntil(feed: string, folder: string, step: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program, feed, folder, String(step)], { stdio: 'ignore' });
  return new Promise((done) => child.on('exit', (_, signal) => done(signal)));
}

const take = ({ registry }: TestAlliance, cosignatures: object) =>
  takeCosignatures(registry.db, Buffer.from(JSON.stringify(cosignatures)), new Date());

/** Opens a member's folder for as long as it is needed: the killed process wants it, too. */
async function withReplica<T>(member: Member, work: (replica: Replica) => Promise<T>): Promise<T> {
  const replica = await openReplica(member.folder);
  try {
    return await work(replica);
  } finally {
    await replica.close();
  }
}

describe('a co-signer that is killed', () => {
  it('before any step goes on at the next run', async () => {
    const alliance = await newAlliance();
    const [ant, bee] = alliance.members as [Member, Member];
    const feed = alliance.registry.paths.feed;
    const other = { member: bee, replica: await replicaOf(bee) };
    for (let step = 0, killed = true; killed; step += 1) {
      const key = `kill${String(step).padStart(2, '0')}.test`;
      for (const member of [ant, bee]) await vote(alliance, member, key);
      await publish(alliance.registry);
      killed = (await cosignUntil(feed, ant.folder, step)) === 'SIGKILL';
      const signed = await withReplica(ant, (replica) => cosign(replica, alliance.feed, ant.cosigner));
      expect(signed, key).toMatchObject({ version: step + 1, entries: step + 1 });
      await take(alliance, signed!.cosignatures);
      expect(await release(alliance, [other])).toMatchObject({ outcome: 'released', entries: step + 1 });
      expect(step).toBeLessThan(MANY);
    }
  });

  it('never signs another release of that version, wherever it was killed', async () => {
    for (let step = 0, killed = true; killed; step += 1) {
      const alliance = await newAlliance();
      const [ant, bee, cat] = alliance.members as [Member, Member, Member];
      for (const member of [ant, bee]) await vote(alliance, member, 'a.test');
      await publish(alliance.registry);
      killed = (await cosignUntil(alliance.registry.paths.feed, ant.folder, step)) === 'SIGKILL';
      const forge = await Forge.of(alliance);
      for (const member of [bee, cat]) await forge.vote(member, 'b.test');
      forge.propose({ text: 'b.test phishing\n' });
      await withReplica(ant, async (replica) => {
        const noted = await replica.db.selectFrom('signed').select('version').execute();
        const second = cosign(replica, forge, ant.cosigner);
        if (noted.length > 0) await expect(second).rejects.toMatchObject({ code: 'log' });
        else expect(await second).toMatchObject({ version: 1 });
        const digests = await replica.db.selectFrom('signed').select(['role', 'version']).execute();
        expect(new Set(digests.map((row) => JSON.stringify(row))).size).toBe(digests.length);
      });
      expect(step).toBeLessThan(MANY);
    }
  });
});

describe('a registry that is killed', () => {
  const publisher = fileURLToPath(new URL('killed-publisher.ts', import.meta.url));
  const publishUntil = (data: string, step: number): Promise<NodeJS.Signals | null> => {
    const child = spawn(process.execPath, [publisher, data, String(step)], { stdio: 'ignore' });
    return new Promise((done) => child.on('exit', (_, signal) => done(signal)));
  };

  it('while it proposes, and while it publishes what two have signed, goes on at the next run', async () => {
    const alliance = await newAlliance();
    const { registry, members } = alliance;
    const cosigners = await Promise.all(
      members.slice(0, 2).map(async (member) => ({ member, replica: await replicaOf(member) })),
    );
    const sign = async () => {
      for (const { member, replica } of cosigners) {
        const signed = await cosign(replica, alliance.feed, member.cosigner);
        await take(alliance, signed!.cosignatures);
      }
    };
    let [proposing, completing] = [true, true];
    for (let step = 0; proposing || completing; step += 1) {
      const key = `kill${String(step).padStart(2, '0')}.test`;
      for (const member of members.slice(0, 2)) await vote(alliance, member, key);
      proposing = (await publishUntil(registry.paths.data, step)) === 'SIGKILL';
      expect((await publish(registry)).outcome).toBe('proposed');
      await sign();
      completing = (await publishUntil(registry.paths.data, step)) === 'SIGKILL';
      await publish(registry);
      expect(await verifiedLines(registry.paths.feed)).toContain(`${key} phishing`);
      expect(step).toBeLessThan(MANY);
    }
  });

  it('does not confuse a co-signer that reads a copy of the feed from before', async () => {
    const alliance = await newAlliance();
    const [ant, bee] = alliance.members as [Member, Member];
    const cosigners = [
      { member: ant, replica: await replicaOf(ant) },
      { member: bee, replica: await replicaOf(bee) },
    ];
    for (const member of [ant, bee]) await vote(alliance, member, 'a.test');
    await publish(alliance.registry);
    const old = join(await tempFolder(), 'feed');
    await cp(alliance.registry.paths.feed, old, { recursive: true });
    await release(alliance, cosigners);
    for (const member of [ant, bee]) await vote(alliance, member, 'b.test');
    await release(alliance, cosigners);
    await expect(cosign(cosigners[0]!.replica, sourceOf(old), ant.cosigner)).rejects.toThrow(
      'leaves were taken out',
    );
    await rm(old, { recursive: true });
  });
});
