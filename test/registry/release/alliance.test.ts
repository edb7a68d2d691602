import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cosignersOf } from '../../../src/core/log/cosignature.ts';
import { requireLogged } from '../../../src/core/logged.ts';
import { readWhy } from '../../../src/core/why.ts';
import { cosign } from '../../../src/registry/cosign/cosign.ts';
import { verifyLog } from '../../../src/registry/cosign/verify-log.ts';
import { takeCosignatures } from '../../../src/registry/release/collect.ts';
import { sha256Of } from '../../../src/registry/release/list-text.ts';
import { type Cosignatures, proposalFile } from '../../../src/registry/release/proposal.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { sourceOf } from '../../../src/registry/release/source.ts';
import { factsOf, openFeed } from '../../../src/registry/release/verify.ts';
import { newAlliance, release, replicaOf, type TestAlliance, vote } from '../members.ts';
import { verifiedLines } from '../workspace.ts';

const minute = 60_000;
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

/** An alliance with all three co-signers' folders open, and its first release out. */
async function founded(change: Parameters<typeof newAlliance>[0] = {}) {
  const alliance = await newAlliance(change);
  const cosigners = await Promise.all(
    alliance.members.map(async (member) => ({ member, replica: await replicaOf(member) })),
  );
  await release(alliance, cosigners.slice(0, 2));
  return { ...alliance, cosigners };
}

const given = async (
  { feed }: TestAlliance,
  { member, replica }: Awaited<ReturnType<typeof founded>>['cosigners'][number],
): Promise<Cosignatures> => (await cosign(replica, feed, member.cosigner))!.cosignatures;

const send = ({ registry }: TestAlliance, cosignatures: object, now = new Date()) =>
  takeCosignatures(registry.db, Buffer.from(JSON.stringify(cosignatures)), now);

describe('an alliance of three, two of whom decide and sign', () => {
  it('releases what two have voted and two have signed, and nothing before', async () => {
    const alliance = await founded();
    const { registry, members, cosigners } = alliance;
    const [ant, bee] = members;
    await vote(alliance, ant!, 'a.test');
    expect(await release(alliance, cosigners.slice(0, 2))).toMatchObject({ outcome: 'renewed', version: 2 });
    expect(await verifiedLines(registry.paths.feed)).toEqual([]);
    await vote(alliance, bee!, 'a.test');
    expect(await publish(registry)).toMatchObject({ outcome: 'proposed', version: 3, added: 1 });
    expect(await verifiedLines(registry.paths.feed)).toEqual([]);
    expect(await send(alliance, await given(alliance, cosigners[2]!))).toMatchObject({ members: ['cat'] });
    expect(await publish(registry)).toMatchObject({ outcome: 'proposed', tally: { members: ['cat'] } });
    expect(await send(alliance, await given(alliance, cosigners[0]!))).toMatchObject({ needed: 2 });
    expect(await publish(registry)).toMatchObject({ outcome: 'released', version: 3 });
    expect(await verifiedLines(registry.paths.feed)).toEqual(['a.test phishing']);
    const feed = await openFeed(alliance.feed, new Date());
    expect(await factsOf(alliance.feed, feed, new Date())).toMatchObject({ threshold: 2, version: 3 });
  });

  it('has a log that anybody can replay, a proof of the release, and the votes as reasons', async () => {
    const alliance = await founded();
    const { registry, members, cosigners } = alliance;
    const told = { action: 'list', kind: 'drainer', level: 'stop', reason: 'Sample.' } as const;
    await vote(alliance, members[0]!, 'a.test', told);
    await vote(alliance, members[2]!, 'a.test', { ...told, evidence: ['https://evidence.example/1'] });
    await release(alliance, cosigners.slice(1));
    const verified = await verifyLog(alliance.feed);
    expect(verified).toMatchObject({
      leaves: 4,
      version: 2,
      entries: 1,
      members: ['bee', 'cat'],
      threshold: 2,
    });
    const { trusted } = await openFeed(alliance.feed, new Date());
    const proof = await readFile(join(registry.paths.feed, 'proof/2.tlog-proof'));
    const logged = await requireLogged(proof, trusted, registry.alliance, new Date());
    expect(logged.checkpoint.members.toSorted()).toEqual(['bee', 'cat']);
    expect(Buffer.from(logged.note)).toEqual(await readFile(join(registry.paths.feed, 'log/checkpoint')));
    const shard = sha256Of(Buffer.from('a.test')).slice(0, 3);
    const why = await readFile(join(registry.paths.feed, `why/${shard}.json`));
    expect(await readWhy(why, 'a.test', registry.alliance)).toMatchObject([
      { member: 'ant', reason: 'Sample.', leaf: 1, evidence: [] },
      { member: 'cat', kind: 'drainer', leaf: 2, evidence: ['https://evidence.example/1'] },
    ]);
    const changed = Buffer.from(why.toString().replaceAll('Sample.', 'Simple.'));
    await expect(readWhy(changed, 'a.test', registry.alliance)).rejects.toMatchObject({ code: 'threshold' });
  });

  it('leaves a proposal open while co-signers have time, and then takes in what came since', async () => {
    const alliance = await founded();
    const { registry, members, cosigners } = alliance;
    for (const member of members.slice(0, 2)) await vote(alliance, member, 'a.test');
    expect(await publish(registry)).toMatchObject({ outcome: 'proposed', version: 2, entries: 1 });
    const first = await given(alliance, cosigners[0]!);
    await send(alliance, first);
    for (const member of members.slice(0, 2)) await vote(alliance, member, 'b.test');
    expect(await publish(registry, { patience: minute })).toMatchObject({ version: 2, entries: 1 });
    const waited = { patience: minute, now: later(2 * minute) };
    expect(await publish(registry, waited)).toMatchObject({ outcome: 'proposed', version: 3, entries: 2 });
    await expect(send(alliance, first)).rejects.toThrow('not open any more');
    await send(alliance, await given(alliance, cosigners[0]!));
    await send(alliance, await given(alliance, cosigners[2]!));
    expect(await publish(registry)).toMatchObject({ outcome: 'released', version: 3, added: 2 });
    // The abandoned release stays in the log; a browser with the one before gets both its changes.
    expect(await verifyLog(alliance.feed)).toMatchObject({ version: 3, entries: 2 });
    expect(await verifiedLines(registry.paths.feed)).toEqual(['a.test phishing', 'b.test phishing']);
  });

  it('renews its timestamp with two signatures, and takes none for the release before', async () => {
    const alliance = await founded();
    const { registry, cosigners } = alliance;
    const now = later(13 * 60 * minute);
    expect(await publish(registry, { now })).toMatchObject({ outcome: 'proposed', version: 1 });
    for (const { member, replica } of cosigners.slice(0, 2)) {
      const signed = await cosign(replica, alliance.feed, member.cosigner, { now });
      expect(signed).toMatchObject({ isRenewal: true, version: 1 });
      await send(alliance, signed!.cosignatures);
    }
    expect(await publish(registry, { now })).toMatchObject({ outcome: 'renewed', version: 1 });
    expect(existsSync(join(registry.paths.feed, proposalFile))).toBe(false);
    const { trusted } = await openFeed(alliance.feed, later(25 * 60 * minute));
    expect(JSON.parse(Buffer.from(trusted.timestamp!).toString()).signed.version).toBe(2);
  });

  it('asks as many as root needs for a release that changes much', async () => {
    const alliance = await founded({ release: 1, root: 3 });
    const { registry, members, cosigners } = alliance;
    for (const key of ['a.test', 'b.test', 'c.test', 'd.test']) {
      for (const member of members.slice(0, 2)) await vote(alliance, member, key);
    }
    expect(await release(alliance, cosigners.slice(0, 1))).toMatchObject({ version: 2, entries: 4 });
    for (const member of members.slice(0, 2)) await vote(alliance, member, 'a.test', { action: 'clear' });
    expect(await publish(registry)).toMatchObject({ outcome: 'proposed', tally: { needed: 3 } });
  });

  it('lets a co-signer that was away come back, over releases it has not seen', async () => {
    const alliance = await founded();
    const { members, cosigners } = alliance;
    for (const key of ['a.test', 'b.test', 'c.test']) {
      for (const member of members.slice(0, 2)) await vote(alliance, member, key);
      await release(alliance, cosigners.slice(0, 2));
    }
    for (const member of members.slice(0, 2)) await vote(alliance, member, 'a.test', { action: 'clear' });
    expect(await release(alliance, [cosigners[2]!, cosigners[0]!])).toMatchObject({ version: 5, entries: 2 });
  });

  it('places what one member raises an alarm about with a caution, and nothing more', async () => {
    const alliance = await founded();
    const { registry, members, cosigners } = alliance;
    const alarm = { action: 'list', kind: 'drainer', level: 'caution', emergency: true } as const;
    await vote(alliance, members[2]!, 'a.test', alarm);
    await release(alliance, cosigners.slice(0, 2));
    expect(await verifiedLines(registry.paths.feed)).toEqual(['a.test drainer caution']);
    // After 72 hours it goes by itself: nobody has to vote.
    const now = later(73 * 60 * minute);
    expect(await publish(registry, { now })).toMatchObject({ outcome: 'proposed', removed: 1, entries: 0 });
  });

  it('survives the loss of the feed’s folder', async () => {
    const alliance = await founded();
    const { registry, members, cosigners } = alliance;
    for (const member of members.slice(0, 2)) await vote(alliance, member, 'a.test');
    await release(alliance, cosigners.slice(0, 2));
    const { rm } = await import('node:fs/promises');
    await rm(registry.paths.feed, { recursive: true });
    await release(alliance, cosigners.slice(0, 2));
    expect(await verifyLog(alliance.feed)).toMatchObject({ version: 3, entries: 1 });
  });
});

describe('the server takes of cosignatures', () => {
  async function proposed() {
    const alliance = await founded();
    for (const member of alliance.members.slice(0, 2)) await vote(alliance, member, 'a.test');
    await publish(alliance.registry);
    return alliance;
  }

  it('each member once, however often it signs', async () => {
    const alliance = await proposed();
    const one = await given(alliance, alliance.cosigners[0]!);
    await send(alliance, one);
    expect(await send(alliance, one)).toMatchObject({ members: ['ant'], needed: 2 });
    expect(await publish(alliance.registry)).toMatchObject({ outcome: 'proposed' });
  });

  it('none of a stranger', async () => {
    const alliance = await proposed();
    const one = await given(alliance, alliance.cosigners[0]!);
    await expect(send(alliance, { ...one, keyid: 'a'.repeat(64) })).rejects.toThrow('does not name the key');
    const other = await given(alliance, alliance.cosigners[1]!);
    await expect(send(alliance, { ...one, keyid: other.keyid })).rejects.toThrow('does not hold');
  });

  it('none that does not hold, and none of another proposal', async () => {
    const alliance = await proposed();
    const one = await given(alliance, alliance.cosigners[0]!);
    const { signatures } = one;
    for (const role of ['targets', 'snapshot', 'timestamp'] as const) {
      const broken = { ...one, signatures: { ...signatures, [role]: '0'.repeat(128) } };
      await expect(send(alliance, broken), role).rejects.toMatchObject({ code: 'input' });
    }
    const { targets: _, ...lacking } = signatures;
    await expect(send(alliance, { ...one, signatures: lacking })).rejects.toThrow('targets does not hold');
    const checkpoint = signatures.checkpoint!.replace('\n\n', '\nmore\n\n');
    await expect(send(alliance, { ...one, signatures: { ...signatures, checkpoint } })).rejects.toThrow(
      'another checkpoint',
    );
    const { checkpoint: none, ...without } = signatures;
    await expect(send(alliance, { ...one, signatures: without })).rejects.toMatchObject({ code: 'input' });
    await expect(send(alliance, { ...one, timestamp: one.timestamp + 1 })).rejects.toThrow('not open');
    await expect(send(alliance, { ...one, more: 1 })).rejects.toMatchObject({ code: 'input' });
    expect(none).toContain('— ant ');
  });

  it('none whose cosignature is from the future', async () => {
    const alliance = await proposed();
    const { member, replica } = alliance.cosigners[0]!;
    const { cosignatures } = (await cosign(replica, alliance.feed, member.cosigner, {
      now: later(4 * minute),
    }))!;
    await expect(send(alliance, cosignatures, later(-10 * minute))).rejects.toMatchObject({ code: 'input' });
    expect(await send(alliance, cosignatures)).toMatchObject({ members: ['ant'] });
  });

  it('nothing when nothing is proposed', async () => {
    const alliance = await proposed();
    const one = await given(alliance, alliance.cosigners[0]!);
    await send(alliance, one);
    await send(alliance, await given(alliance, alliance.cosigners[1]!));
    await publish(alliance.registry);
    await expect(send(alliance, one)).rejects.toThrow('not open');
    const { root } = (await openFeed(alliance.feed, new Date())).trusted as never as { root: Uint8Array };
    expect(cosignersOf(JSON.parse(Buffer.from(root).toString()).signed).threshold).toBe(2);
    expect(await openFeed(sourceOf(alliance.registry.paths.feed), new Date())).toBeTruthy();
  });
});
