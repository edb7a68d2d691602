import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { feedFiles, listTarget } from '../../src/core/feed.ts';
import { type Batch, leafBytes, messageOf } from '../../src/core/leaf.ts';
import { limits } from '../../src/core/limits.ts';
import { formatCheckpoint, parseCheckpoint } from '../../src/core/log/checkpoint.ts';
import { entriesPath, tilePath } from '../../src/core/log/tiles.ts';
import { toHex } from '../../src/core/tuf/bytes.ts';
import { type Cosigned, cosign } from '../../src/registry/cosign/cosign.ts';
import type { Replica } from '../../src/registry/cosign/replica.ts';
import { proposalFile } from '../../src/registry/release/proposal.ts';
import { timestampOf } from '../../src/registry/release/unsigned.ts';
import { instant } from '../../src/registry/store/database.ts';
import type { Member } from '../registry/founding.ts';
import { newAlliance, replicaOf, type TestAlliance } from '../registry/members.ts';
import { Forge } from './forge.ts';

// The proposer and the server lie in every way, and no honest co-signer signs: attacks.md 30 to 37.

const hour = 3_600_000;
const A = 'a.test phishing\n';
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

let alliance: TestAlliance;
let [ant, bee, cat]: Member[] = [];
let forge: Forge;
let replica: Replica;

beforeEach(async () => {
  alliance = await newAlliance();
  [ant, bee, cat] = alliance.members as [Member, Member, Member];
  forge = await Forge.of(alliance);
  replica = await replicaOf(ant);
});

const judge = (now = new Date()): Promise<Cosigned | null> => cosign(replica, forge, ant!.cosigner, { now });
const refused = (why: string | RegExp) => expect(judge()).rejects.toThrow(why);

/** Two votes for a.test and an honest release of it, signed by this co-signer. */
async function honest(): Promise<void> {
  await forge.vote(ant!, 'a.test');
  await forge.vote(bee!, 'a.test');
  forge.propose({ text: A });
  expect(await judge()).toMatchObject({ version: 1, entries: 1 });
}

/** A release that is not yet judged: one vote each by two members. */
async function twoVotes(key = 'a.test'): Promise<void> {
  await forge.vote(ant!, key);
  await forge.vote(bee!, key);
}

describe('the forge', () => {
  it('is believed as long as it does not lie', async () => {
    await honest();
    await forge.vote(cat!, 'b.test');
    forge.propose({ text: A });
    expect(await judge()).toMatchObject({ version: 2, entries: 1 });
    await forge.vote(ant!, 'b.test');
    forge.propose({ text: `${A}b.test phishing\n` });
    expect(await judge()).toMatchObject({ version: 3, entries: 2 });
    forge.renew(3);
    expect(await judge()).toMatchObject({ version: 3, isRenewal: true });
  });

  it('may go by other rules of what may be listed: that is said, whether or not they matter', async () => {
    await twoVotes();
    const rules = 'Baize 9.9.9, names 000000000000, suffixes 9.9.9';
    const proposal = forge.propose({ text: A });
    forge.put({ ...proposal, rules });
    expect((await judge())!.otherRules).toContain(rules);
    forge.put({ ...forge.propose({ text: `${A}gov.test phishing\n` }), rules });
    await refused(
      /claims a list that its votes do not lead to\. The registry goes by other rules .* 9\.9\.9\) than this co-signer \(Baize /,
    );
    forge.put({ ...proposal, rules: 'two\nlines' });
    await refused('malformed at "rules"');
  });

  it('proposes nothing: nothing is signed', async () => {
    await honest();
    forge.files.delete(proposalFile);
    expect(await judge()).toBeNull();
  });
});

describe('33: a list that the votes do not lead to', () => {
  it.each([
    ['with an entry more', `${A}b.test phishing\n`],
    ['with an entry less', ''],
    ['with another kind', 'a.test drainer\n'],
    ['with another level', 'a.test phishing caution\n'],
    ['with another key', 'a.test.evil.test phishing\n'],
  ])('%s', async (_, text) => {
    await twoVotes();
    forge.propose({ text });
    await refused('claims a list that its votes do not lead to');
  });

  it('under the right claim', async () => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    const packed = gzipSync('b.test phishing\n');
    const sha256 = createHash('sha256').update(packed).digest('hex');
    forge.files.set(feedFiles.target(sha256, listTarget), packed);
    const targets = structuredClone(proposal.targets) as { targets: Record<string, object> };
    Object.assign(targets.targets[listTarget]!, { length: packed.length, hashes: { sha256 } });
    forge.put({ ...proposal, targets });
    await refused('its list is not what the votes lead to');
  });

  it('as a file that is another one, longer, or gone', async () => {
    await twoVotes();
    forge.propose({ text: A });
    const file = [...forge.files.keys()].find((name) => name.endsWith(listTarget))!;
    const bytes = Buffer.from(forge.files.get(file)!);
    bytes[10]! ^= 1;
    forge.files.set(file, bytes);
    await refused('the file of its list is another one');
    forge.files.set(file, gzipSync(Buffer.alloc(10_000_000)));
    await expect(judge()).rejects.toThrow();
    forge.files.delete(file);
    await refused('not at the forge');
  });

  it('whose state says other than its text', async () => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    const targets = structuredClone(proposal.targets) as {
      targets: Record<string, { custom: Record<string, number> }>;
    };
    targets.targets[listTarget]!.custom.entries = 2;
    forge.put({ ...proposal, targets });
    await refused('its targets are not what the log leads to');
  });
});

describe('30, 31: one voice', () => {
  it('of a member that votes twice', async () => {
    const time = later(-60_000);
    await forge.vote(ant!, 'a.test', { time });
    await forge.vote(ant!, 'a.test');
    forge.propose({ text: A });
    await refused('claims a list');
  });

  it('of a member with two keys', async () => {
    alliance = await newAlliance({ members: [{ id: 'ant', reviewers: 2 }, { id: 'bee' }, { id: 'cat' }] });
    [ant] = alliance.members as [Member];
    forge = await Forge.of(alliance);
    replica = await replicaOf(ant);
    await forge.vote(ant, 'a.test', { time: later(-60_000) });
    await forge.vote(ant, 'a.test', { reviewer: 1 });
    forge.propose({ text: A });
    await refused('claims a list');
  });

  it('of two members of one group', async () => {
    const group = 'one-owner';
    alliance = await newAlliance({ members: [{ id: 'ant', group }, { id: 'bee', group }, { id: 'cat' }] });
    [ant, bee] = alliance.members as [Member, Member];
    forge = await Forge.of(alliance);
    replica = await replicaOf(ant);
    await twoVotes();
    forge.propose({ text: A });
    await refused('claims a list');
  });

  it('takes nothing off the list', async () => {
    await honest();
    await forge.vote(ant!, 'a.test', { opinion: { action: 'clear' }, time: later(1_000) });
    forge.propose({ text: '', time: instant(later(2_000)) });
    await refused('claims a list');
  });
});

describe('32, 62: votes that are none', () => {
  it.each([
    ['forged: signed by a stranger', () => forge.vote(bee!, 'a.test', { as: 'ant' })],
    ['from the future', () => forge.vote(ant!, 'a.test', { time: later(2 * hour) })],
    ['too old', () => forge.vote(ant!, 'a.test', { time: later(-limits.voteAge - hour) })],
    ['for another log', () => forge.vote(ant!, 'a.test', { origin: 'other.example/feed' })],
    ['of no member', () => forge.vote(ant!, 'a.test', { as: 'dog' })],
  ])('%s', async (_, cast) => {
    await forge.vote(bee!, 'a.test');
    await cast();
    forge.propose({ text: A });
    await refused('claims a list');
  });

  it('replayed after they were overruled', async () => {
    const bytes = await forge.vote(ant!, 'a.test', { time: later(-3 * hour) });
    await forge.vote(bee!, 'a.test', { time: later(-3 * hour) });
    forge.propose({ text: A, time: instant(later(-3 * hour)) });
    await judge();
    for (const member of [ant!, bee!]) {
      await forge.vote(member, 'a.test', { opinion: { action: 'clear' }, time: later(-2 * hour) });
    }
    forge.propose({ text: '', time: instant(later(-2 * hour)) });
    expect(await judge()).toMatchObject({ version: 2, entries: 0 });
    forge.leaves.push(bytes, forge.leaves[1]!);
    forge.propose({ text: A });
    await refused('claims a list');
  });

  it('with a byte changed', async () => {
    await forge.vote(ant!, 'a.test');
    const text = Buffer.from(await forge.vote(bee!, 'b.test')).toString();
    forge.leaves[1] = Buffer.from(text.replace('b.test', 'a.test'));
    forge.propose({ text: A });
    await refused('claims a list');
  });

  it('that are no statements at all do no harm', async () => {
    await twoVotes();
    forge.leaves.push(Buffer.from('{"signed":'), Buffer.alloc(0), Buffer.alloc(65_535, 0xff));
    forge.propose({ text: A });
    expect(await judge()).toMatchObject({ version: 1 });
  });
});

describe('a body that is another', () => {
  async function batch(text: string): Promise<string> {
    const sha256 = createHash('sha256').update(text).digest('hex');
    for (const member of [ant!, bee!]) {
      const said: Batch = {
        ...{ _type: 'batch', action: 'list', body: { sha256, length: text.length, keys: 1 } },
        ...{ feed: forge.alliance.log.origin, member: member.id, time: instant(new Date()) },
      };
      const key = member.votes[0]!;
      const signature = { keyid: key.public, sig: toHex(await key.sign(messageOf(said))) };
      forge.leaves.push(leafBytes(said, signature));
    }
    return feedFiles.body(sha256);
  }

  it('is not taken for the one that was voted on, and one that is gone is no reason to pass over the vote', async () => {
    const file = await batch(A);
    forge.files.set(file, gzipSync(A));
    forge.propose({ text: A });
    const good = forge.files.get(file)!;
    forge.files.set(file, gzipSync('b.test phishing\n'));
    await refused('is another text');
    forge.files.set(file, gzipSync(Buffer.alloc(80_000_000)));
    await refused('longer than');
    forge.files.delete(file);
    await refused('is not at the forge');
    forge.files.set(file, good);
    expect(await judge()).toMatchObject({ version: 1, entries: 1 });
  });
});

describe('34, 35: a log that did not only grow', () => {
  it('with a vote taken out', async () => {
    await honest();
    forge.leaves.splice(1, 1);
    await forge.vote(cat!, 'c.test');
    forge.propose({ text: A });
    await refused(/another tree|claims a list|where release/);
  });

  it('cut off', async () => {
    await honest();
    forge.leaves.splice(1, 2);
    forge.propose({ text: '', version: 2 });
    await refused('leaves were taken out');
  });

  it('of the same length and with another leaf (split view)', async () => {
    await honest();
    forge.leaves.splice(1, 2);
    await forge.vote(cat!, 'a.test');
    forge.propose({ text: A, version: 1 });
    await refused('another tree');
  });

  it('in another order', async () => {
    await honest();
    forge.leaves.splice(0, 2, forge.leaves[1]!, forge.leaves[0]!);
    forge.propose({ text: A, version: 2 });
    await refused('another tree');
  });

  it('with a checkpoint of another tree than its leaves', async () => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    const { origin, size, root } = parseCheckpoint(proposal.checkpoint);
    const other = Uint8Array.from(root, (byte) => byte ^ 1);
    forge.put({ ...proposal, checkpoint: formatCheckpoint({ origin, size, root: other }) });
    await refused('another tree');
    forge.put({ ...proposal, checkpoint: formatCheckpoint({ origin, size: size - 1, root }) });
    await refused('not at the forge');
    forge.put({ ...proposal, checkpoint: formatCheckpoint({ origin, size: size + 1, root }) });
    await refused('not at the forge');
  });

  it('whose tiles do not belong to its leaves', async () => {
    await honest();
    await forge.vote(cat!, 'c.test');
    forge.propose({ text: A });
    const file = feedFiles.log(tilePath(0, 0, forge.leaves.length));
    const bytes = Buffer.from(forge.files.get(file)!);
    bytes[0]! ^= 1;
    forge.files.set(file, bytes);
    await refused('tiles do not belong to its leaves');
  });

  it('whose bundle of entries is malformed, short or endless', async () => {
    await twoVotes();
    forge.propose({ text: A });
    const file = feedFiles.log(entriesPath(0, forge.leaves.length));
    const whole = forge.files.get(file)!;
    for (const bytes of [whole.subarray(0, -1), Buffer.alloc(0), Buffer.concat([whole, whole])]) {
      forge.files.set(file, bytes);
      await expect(judge()).rejects.toMatchObject({ code: 'format' });
    }
  });
});

describe('36, 37: a checkpoint that is none of ours', () => {
  it('of another log', async () => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    const { size, root } = parseCheckpoint(proposal.checkpoint);
    forge.put({ ...proposal, checkpoint: formatCheckpoint({ origin: 'other.example', size, root }) });
    await refused('is of the log "other.example"');
  });

  it('that ends with a vote', async () => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    await forge.vote(cat!, 'a.test');
    forge.put({ ...proposal, checkpoint: forge.layOut() });
    await refused('is no release');
  });

  it('of a log without a release', async () => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    forge.put({
      ...proposal,
      checkpoint: formatCheckpoint({ ...parseCheckpoint(proposal.checkpoint), size: 0 }),
    });
    await refused('holds no release');
  });
});

describe('a release that claims what is not so', () => {
  it.each([
    ['another alliance', { alliance: 'a'.repeat(64) }, 'names another alliance'],
    ['a root that is not there', { root: 2 }, 'which the feed has not'],
    ['another log', { feed: 'other.example' }, 'is for the log'],
    ['a version that skips', { version: 3 }, 'where release 2 belongs'],
    ['a version that was', { version: 1 }, 'where release 2 belongs'],
    ['a time before the last release', { time: instant(later(-hour)) }, 'from before release 1'],
    ['a time in the future', { time: instant(later(hour)) }, 'from the future'],
  ])('%s', async (_, claim, why) => {
    await honest();
    forge.propose({ text: A, ...claim });
    await refused(why);
  });

  it('that is too old', async () => {
    await forge.vote(ant!, 'a.test', { time: later(-limits.proposalLife - 2 * hour) });
    forge.propose({ text: '', time: instant(later(-limits.proposalLife - hour)) });
    await refused('too old');
  });
});

describe('metadata that does not belong to the release', () => {
  const changes: [string, 'targets' | 'snapshot' | 'timestamp', object, RegExp][] = [
    ['targets that live longer', 'targets', { expires: '2099-01-01T00:00:00Z' }, /not what the log leads to/],
    ['targets of another version', 'targets', { version: 9 }, /not what the log leads to/],
    ['targets with more than we know', 'targets', { delegations: {} }, /not what the log leads to/],
    ['a snapshot that lives longer', 'snapshot', { expires: '2099-01-01T00:00:00Z' }, /does not belong/],
    [
      'a snapshot of other targets',
      'snapshot',
      { meta: { 'targets.json': { version: 9 } } },
      /does not belong/,
    ],
    ['a timestamp that lives longer', 'timestamp', { expires: '2099-01-01T00:00:00Z' }, /future/],
    [
      'a timestamp of another snapshot',
      'timestamp',
      { meta: { 'snapshot.json': { version: 9 } } },
      /does not belong/,
    ],
    ['a timestamp far ahead', 'timestamp', { version: 2 ** 53 - 1 }, /skips far ahead/],
  ];
  it.each(changes)('%s', async (_, role, change, why) => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    forge.put({ ...proposal, [role]: { ...proposal[role], ...change } });
    await refused(why);
  });

  it('targets without a snapshot, or the other way round', async () => {
    await twoVotes();
    const proposal = forge.propose({ text: A });
    for (const role of ['targets', 'snapshot'] as const) {
      forge.put({ ...proposal, [role]: null });
      await refused('alone');
    }
  });
});

describe('one version, one content', () => {
  it('of a timestamp: not two, and not an older one', async () => {
    await honest();
    const first = forge.renew(1, { version: 5, time: later(-60_000) });
    await judge();
    forge.renew(1, { version: 5 });
    await refused('with another content');
    forge.renew(1, { version: 4 });
    await refused('that is older');
    forge.put(first);
    const again = await judge();
    expect(again).toMatchObject({ isRenewal: true });
    expect(await judge()).toEqual(again);
  });

  it('of a release: the same again is signed again, with the same signatures', async () => {
    await honest();
    const now = new Date();
    const [one, two] = [await judge(now), await judge(now)];
    expect(two).toEqual(one);
  });

  it('a timestamp of an older release than the newest that was signed', async () => {
    await honest();
    await forge.vote(cat!, 'c.test');
    forge.propose({ text: A });
    await judge();
    forge.renew(1);
    await refused('does not belong to its release');
  });

  it('a timestamp that browsers have seen already', async () => {
    await honest();
    const signed = timestampOf({ version: 7, time: instant(new Date()), snapshot: 1 });
    const { signMetadata } = await import('../../src/core/tuf/sign.ts');
    const { signerIn } = await import('../../src/registry/release/keys.ts');
    const { inForce } = await import('../../src/registry/store/roots.ts');
    const { root } = (await inForce(alliance.registry.db))!;
    const signers = [bee!, cat!].map(({ cosigner }) => signerIn(root, 'targets', cosigner));
    forge.files.set(feedFiles.metadata('timestamp.json'), await signMetadata(signed, signers));
    forge.renew(1, { version: 6 });
    await refused('is out already');
    forge.renew(1, { version: 8 });
    expect(await judge()).toMatchObject({ isRenewal: true });
  });
});

describe('a root', () => {
  it('that the members did not sign is not followed', async () => {
    await honest();
    const root = JSON.parse(Buffer.from(forge.files.get(feedFiles.metadata('1.root.json'))!).toString());
    root.signed.version = 2;
    forge.files.set(feedFiles.metadata('2.root.json'), Buffer.from(JSON.stringify(root)));
    forge.propose({ text: A, root: 2 });
    await expect(judge()).rejects.toMatchObject({ code: 'threshold' });
  });

  it('that has expired: nothing is signed under it', async () => {
    await twoVotes();
    forge.propose({ text: A });
    await expect(judge(later(limits.rootExpiry + hour))).rejects.toMatchObject({ code: 'expired' });
  });

  it('whose alliance.json is another one', async () => {
    await twoVotes();
    forge.propose({ text: A });
    const file = [...forge.files.keys()].find((name) => name.endsWith('alliance.json'))!;
    forge.files.set(file, Buffer.from(Buffer.from(forge.files.get(file)!).toString().replace('bee', 'bea')));
    await expect(judge()).rejects.toMatchObject({ code: 'hash' });
  });

  it('that does not name the key: nothing is signed with it', async () => {
    await twoVotes();
    forge.propose({ text: A });
    const other = await newAlliance();
    await expect(cosign(replica, forge, other.members[0]!.cosigner)).rejects.toThrow('does not name this');
  });
});

it('whatever was refused leaves nothing behind: the next honest proposal is signed', async () => {
  await twoVotes();
  forge.propose({ text: `${A}b.test phishing\n` });
  await refused('claims a list');
  forge.leaves.pop();
  forge.propose({ text: A, version: 1 });
  expect(await judge()).toMatchObject({ version: 1, entries: 1 });
});
