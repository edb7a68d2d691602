import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import {
  day,
  fromNow,
  newKey,
  Repository,
  type Role,
  type Scheme,
  type TestKey,
} from '../core/tuf/repository.ts';
import { ClientRunner } from './runner.ts';
import { hashed, RepositoryServer } from './server.ts';

/**
 * The behaviours the public TUF conformance suite looks for, delegations apart, against the real executable over real
 * HTTP. What a client decides shows in its exit code, its metadata folder, its target folder and the requests it made.
 */

interface Bench {
  repository: Repository;
  server: RepositoryServer;
  client: ClientRunner;
}

const everyRole = { root: 1, timestamp: 1, snapshot: 1, targets: 1 };
const clean: (() => void)[] = [];
afterAll(() => {
  for (const undo of clean) undo();
});

/** A repository with everything at version 1, served, and a client without a root yet. */
async function bench(): Promise<Bench> {
  const repository = await Repository.create();
  const server = new RepositoryServer(repository);
  await server.start();
  const client = new ClientRunner(server.url);
  clean.push(
    () => server.stop(),
    () => client.remove(),
  );
  return { repository, server, client };
}

/** The same, initialised with root 1. */
async function initialised(): Promise<Bench> {
  const all = await bench();
  expect(await all.client.init(all.repository.initial.root)).toBe(0);
  return all;
}

/** The same, refreshed once. */
async function refreshed(): Promise<Bench> {
  const all = await initialised();
  expect(await all.client.refresh()).toBe(0);
  return all;
}

describe.concurrent('command line', () => {
  it('takes its flags in any order and before or after the command', async () => {
    const { client, server, repository } = await bench();
    const root = join(client.folder, 'root-1');
    writeFileSync(root, repository.initial.root);
    expect(await client.run('init', '--metadata-dir', client.metadata, root)).toBe(0);
    const refresh = [
      'refresh',
      '--metadata-dir',
      client.metadata,
      '--metadata-url',
      `${server.url}/metadata`,
    ];
    expect(await client.run(...refresh)).toBe(0);
  });

  it('ends with 1 for an unknown command, a missing flag and a missing root', async () => {
    const { client } = await bench();
    expect(await client.run('--metadata-dir', client.metadata, 'frobnicate')).toBe(1);
    expect(await client.run('--metadata-dir', client.metadata, 'refresh')).toBe(1);
    expect(await client.run('refresh', '--no-such-flag')).toBe(1);
    expect(await client.refresh()).toBe(1);
  });
});

describe.concurrent('init and refresh', () => {
  it('asks for the next root, the timestamp, then the versions listed, once each', async () => {
    const { repository } = await refreshed();
    expect(repository.requests).toEqual([
      '2.root.json',
      'timestamp.json',
      '1.snapshot.json',
      '1.targets.json',
    ]);
  });

  it('stores the bytes as received', async () => {
    const { repository, client } = await initialised();
    const padded = Buffer.concat([repository.published.timestamp[0]!, Buffer.from(' \n')]);
    repository.published.timestamp[0] = padded;
    expect(await client.refresh()).toBe(0);
    expect(client.file('timestamp')).toEqual(padded);
    for (const role of ['root', 'snapshot', 'targets'] as const) {
      expect(client.file(role)).toEqual(Buffer.from(repository.published[role][0]!));
    }
  });

  it('refreshes before a download, which fails for a target nobody lists', async () => {
    const { repository, client } = await initialised();
    expect(await client.download('not there')).toBe(1);
    expect(client.versions()).toEqual(everyRole);
    expect(repository.requests).toEqual([
      '2.root.json',
      'timestamp.json',
      '1.snapshot.json',
      '1.targets.json',
    ]);
  });

  it('fetches nothing that it already has', async () => {
    const { repository, client } = await refreshed();
    repository.requests.length = 0;
    expect(await client.refresh()).toBe(0);
    expect(repository.requests).toEqual(['2.root.json', 'timestamp.json']);
  });

  it('starts no request from a root without a version, or with a wrong signature', async () => {
    for (const spoil of [
      (file: { signed: { version?: number } }) => delete file.signed.version,
      (file: { signatures: { sig: string }[] }) => (file.signatures[0]!.sig = '00'.repeat(64)),
    ]) {
      const { repository, client } = await bench();
      const file = JSON.parse(Buffer.from(repository.initial.root).toString());
      spoil(file);
      await client.init(Buffer.from(JSON.stringify(file)));
      expect(await client.refresh()).toBe(1);
      expect(repository.requests).toEqual([]);
    }
  });

  it('reads a repository without consistent snapshots under plain names', async () => {
    const { repository, client, server } = await initialised();
    repository.root.consistent_snapshot = false;
    repository.addTarget('folder/file.txt', 'content');
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    expect(await client.download('folder/file.txt')).toBe(0);
    expect(repository.requests).toEqual([
      '2.root.json',
      '3.root.json',
      'timestamp.json',
      'snapshot.json',
      'targets.json',
    ]);
    expect(server.targetRequests).toEqual(['folder/file.txt']);
  });

  it('keeps unknown fields under the signature', async () => {
    const { repository, client } = await refreshed();
    const key = await newKey('ed25519', { 'extra-field': { a: 1, b: [2] } });
    repository.addKey('root', key);
    Object.assign(repository.root, { 'custom-field': 'ü\u{1F600}"\\' });
    Object.assign(repository.root.roles.root, { 'another-field': 'value' });
    await repository.publish('root');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().root).toBe(2);
  });

  it('pays no attention to keyid_hash_algorithms', async () => {
    const { repository, client } = await refreshed();
    repository.clear('snapshot');
    repository.addKey('snapshot', await newKey('ed25519', { keyid_hash_algorithms: 'md5' }));
    await repository.publish('root', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(0);
    expect(client.versions()).toMatchObject({ root: 2, snapshot: 2 });
  });

  it('checks the lengths and digests that timestamp and snapshot list', async () => {
    const { repository, client } = await initialised();
    repository.listHashes = true;
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(0);
    await repository.publish('targets');
    repository.snapshot.meta['targets.json']!.hashes = { sha256: '46'.repeat(32) };
    await repository.publish('snapshot', 'timestamp');
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toMatchObject({ snapshot: 3, targets: 2 });
  });

  it('keeps the timestamp it has when another one of the same version comes', async () => {
    const { repository, client } = await refreshed();
    repository.timestamp.meta['snapshot.json'].version = 100;
    repository.published.timestamp[0] = await repository.sign('timestamp');
    expect(await client.refresh()).toBe(0);
    expect(repository.requests.at(-1)).toBe('timestamp.json');
    expect(JSON.parse(client.file('timestamp')!.toString()).signed.meta['snapshot.json'].version).toBe(1);
  });

  it('leaves targets alone that no snapshot lists yet', async () => {
    const { repository, client } = await refreshed();
    await repository.publish('targets');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().targets).toBe(1);
    expect(repository.requests.at(-1)).toBe('timestamp.json');
  });

  it('refuses a timestamp that is a snapshot, signed by the right key', async () => {
    const { repository, client } = await initialised();
    repository.addKey('snapshot', { ...[...repository.signers.timestamp.values()][0]!, key: {} } as TestKey);
    Object.assign(
      repository.root.keys,
      JSON.parse(Buffer.from(repository.initial.root).toString()).signed.keys,
    );
    Object.assign(repository.snapshot.meta, { 'snapshot.json': { version: 1 } });
    await repository.publish('root', 'snapshot');
    repository.published.timestamp.push(repository.published.snapshot.at(-1)!);
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual({ root: 2 });
  });
});

describe.concurrent('a role that is not as it should be', () => {
  const before: Record<Role, Partial<Record<Role, number>>> = {
    root: { root: 1 },
    timestamp: { root: 2 },
    snapshot: { root: 2, timestamp: 2 },
    targets: { root: 2, timestamp: 2, snapshot: 2 },
  };

  it.each(['root', 'timestamp', 'snapshot', 'targets'] as const)(
    'stops at an unsigned %s and keeps what came before',
    async (role) => {
      const { repository, client } = await initialised();
      repository.signers[role].clear();
      await repository.publish('root', 'targets', 'snapshot', 'timestamp');
      expect(await client.refresh()).toBe(1);
      expect(client.versions()).toEqual(before[role]);
    },
  );

  it.each(['root', 'snapshot', 'targets'] as const)(
    'stops at a %s of another version than asked for',
    async (role) => {
      const { repository, client } = await initialised();
      await repository.publish('root', 'targets', 'snapshot', 'timestamp');
      repository[role].version = 3;
      repository.published[role][1] = await repository.sign(role);
      expect(await client.refresh()).toBe(1);
      expect(client.versions()).toEqual(before[role]);
    },
  );

  it('stops at a missing timestamp', async () => {
    const { repository, client } = await refreshed();
    repository.published.timestamp.length = 0;
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual(everyRole);
  });

  it('takes the timestamp and stops at a missing snapshot', async () => {
    const { repository, client } = await refreshed();
    repository.timestamp.meta['snapshot.json'].version = 2;
    await repository.publish('timestamp');
    expect(await client.refresh()).toBe(1);
    expect(repository.requests.at(-1)).toBe('2.snapshot.json');
    expect(client.versions()).toEqual({ ...everyRole, timestamp: 2 });
  });

  it('takes timestamp and snapshot and stops at missing targets', async () => {
    const { repository, client } = await refreshed();
    repository.snapshot.meta['targets.json'] = { version: 2 };
    await repository.publish('snapshot', 'timestamp');
    expect(await client.refresh()).toBe(1);
    expect(repository.requests.at(-1)).toBe('2.targets.json');
    expect(client.versions()).toEqual({ ...everyRole, timestamp: 2, snapshot: 2 });
  });

  it('goes on from there when the missing file appears', async () => {
    const { repository, client } = await refreshed();
    await repository.publish('targets', 'snapshot', 'timestamp');
    const targets = repository.published.targets.pop()!;
    expect(await client.refresh()).toBe(1);
    repository.published.targets.push(targets);
    expect(await client.refresh()).toBe(0);
    expect(client.versions()).toEqual({ root: 1, timestamp: 2, snapshot: 2, targets: 2 });
  });
});

describe.concurrent('expiry', () => {
  it('stores an expired root and goes no further', async () => {
    const { repository, client } = await refreshed();
    repository.root.expires = fromNow(-day);
    await repository.publish('root', 'timestamp');
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual({ ...everyRole, root: 2 });
  });

  it('walks over an expired root to one that is not', async () => {
    const { repository, client } = await initialised();
    repository.root.expires = fromNow(-day);
    await repository.publish('root');
    repository.root.expires = fromNow(day);
    await repository.publish('root');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().root).toBe(3);
  });

  it.each([
    ['timestamp', everyRole],
    ['snapshot', { ...everyRole, timestamp: 2 }],
    ['targets', { ...everyRole, timestamp: 2, snapshot: 2 }],
  ] as const)('refuses an expired %s', async (role, versions) => {
    const { repository, client } = await refreshed();
    repository[role].expires = fromNow(-5 * day);
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual(versions);
  });

  it.each(['timestamp', 'snapshot'] as const)('starts from a stored %s that has expired', async (role) => {
    const { repository, client } = await refreshed();
    repository[role].expires = fromNow(-day);
    writeFileSync(join(client.metadata, `${role}.json`), await repository.sign(role));
    repository[role].expires = fromNow(day);
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(0);
    expect(client.versions()).toEqual({ root: 1, timestamp: 2, snapshot: 2, targets: 2 });
  });

  it('still holds an expired timestamp against a rollback', async () => {
    const { repository, client } = await refreshed();
    const old = repository.published.timestamp[0]!;
    Object.assign(repository.timestamp, { expires: fromNow(-day), version: 2 });
    writeFileSync(join(client.metadata, 'timestamp.json'), await repository.sign('timestamp'));
    repository.published.timestamp.push(old);
    expect(await client.refresh()).toBe(1);
    expect(client.versions().timestamp).toBe(2);
  });
});

describe.concurrent('rollback and fast-forward', () => {
  it('has the snapshot that timestamp lists and does not look at an unlisted one', async () => {
    const { repository, client } = await initialised();
    await repository.publish('snapshot', 'timestamp');
    expect(await client.refresh()).toBe(0);
    await repository.publish('snapshot');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().snapshot).toBe(2);
    expect(repository.requests.at(-1)).toBe('timestamp.json');
  });

  it('refuses an older timestamp', async () => {
    const { repository, client } = await initialised();
    await repository.publish('timestamp');
    expect(await client.refresh()).toBe(0);
    repository.published.timestamp.pop();
    expect(await client.refresh()).toBe(1);
    expect(client.versions().timestamp).toBe(2);
    expect(repository.requests.at(-1)).toBe('timestamp.json');
  });

  it.each([false, true])(
    'refuses a timestamp that lists an older snapshot (digests listed: %s)',
    async (listHashes) => {
      const { repository, client } = await initialised();
      repository.listHashes = listHashes;
      await repository.publish('snapshot', 'timestamp');
      expect(await client.refresh()).toBe(0);
      repository.snapshot.version = 1;
      await repository.publishAs('snapshot');
      await repository.publish('timestamp');
      expect(await client.refresh()).toBe(1);
      expect(client.versions()).toMatchObject({ timestamp: 2, snapshot: 2 });
      expect(repository.requests.at(-1)).toBe('timestamp.json');
    },
  );

  it.each([false, true])(
    'refuses a snapshot that lists older targets (digests listed: %s)',
    async (listHashes) => {
      const { repository, client } = await initialised();
      repository.listHashes = listHashes;
      await repository.publish('targets', 'snapshot', 'timestamp');
      expect(await client.refresh()).toBe(0);
      repository.targets.version = 1;
      await repository.publishAs('targets');
      await repository.publish('snapshot', 'timestamp');
      expect(await client.refresh()).toBe(1);
      expect(client.versions()).toMatchObject({ timestamp: 3, snapshot: 2, targets: 2 });
    },
  );

  it('takes lower targets versions after the snapshot key was rotated', async () => {
    const { repository, client } = await initialised();
    for (let i = 0; i < 99; i++) await repository.publish('targets');
    await repository.publish('snapshot', 'timestamp');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().targets).toBe(100);
    await repository.rotate('snapshot');
    repository.targets.version = 2;
    repository.published.targets[1] = await repository.sign('targets');
    repository.snapshot.meta['targets.json'] = { version: 2 };
    await repository.publish('root', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().targets).toBe(2);
  });

  it('takes a lower snapshot version after snapshot and timestamp keys were rotated', async () => {
    const { repository, client } = await initialised();
    for (let i = 0; i < 99; i++) await repository.publish('snapshot');
    await repository.publish('timestamp');
    expect(await client.refresh()).toBe(0);
    await repository.rotate('snapshot');
    await repository.rotate('timestamp');
    repository.snapshot.version = 1;
    repository.published.snapshot[0] = await repository.sign('snapshot');
    repository.timestamp.meta['snapshot.json'] = { version: 1 };
    await repository.publish('root', 'timestamp');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().snapshot).toBe(1);
  });

  it('forgets timestamp and snapshot when their keys rotated, also where no newer ones are to be had', async () => {
    const { repository, client } = await refreshed();
    await repository.rotate('snapshot');
    await repository.publish('root');
    repository.published.timestamp.length = 0;
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual({ root: 2, targets: 1 });
  });

  it('takes a lower timestamp version after the timestamp key was rotated', async () => {
    const { repository, client } = await initialised();
    for (let i = 0; i < 99; i++) await repository.publish('timestamp');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().timestamp).toBe(100);
    await repository.rotate('timestamp');
    await repository.publish('root');
    repository.timestamp.version = 1;
    await repository.publishAs('timestamp');
    expect(await client.refresh()).toBe(0);
    expect(client.versions().timestamp).toBe(1);
  });
});

describe.concurrent('keys', () => {
  it('refuses a snapshot with fewer signatures than its threshold', async () => {
    const { repository, client } = await initialised();
    repository.root.roles.snapshot.threshold = 3;
    repository.addKey('snapshot', await newKey());
    const last = await newKey();
    repository.addKey('snapshot', last);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(0);
    repository.signers.snapshot.delete(last.keyid);
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toMatchObject({ root: 2, snapshot: 2 });
  });

  it('takes a root whose snapshot threshold nobody can meet, and no snapshot', async () => {
    const { repository, client } = await initialised();
    repository.root.roles.snapshot.threshold = 2;
    await repository.publish('root', 'snapshot', 'timestamp');
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual({ root: 2, timestamp: 2 });
  });

  it('does not count one key several times, by key id or by signature', async () => {
    const { repository, client } = await initialised();
    const [keyid] = repository.root.roles.snapshot.keyids;
    repository.root.roles.snapshot.keyids.push(keyid!, keyid!);
    repository.root.roles.snapshot.threshold = 2;
    await repository.publish('root', 'snapshot', 'timestamp');
    repository.alter('snapshot', ({ signatures }) => signatures.push(signatures[0]!, signatures[0]!));
    expect(await client.refresh()).toBe(1);
    expect(client.versions().snapshot).toBeUndefined();
  });

  it('refuses a key id that signs twice even where one signature is enough', async () => {
    const { repository, client } = await initialised();
    repository.alter('snapshot', ({ signatures }) => signatures.push(signatures[0]!));
    expect(await client.refresh()).toBe(1);
    expect(client.versions().snapshot).toBeUndefined();
  });

  it.each(['', 'no hex', '00', 'ab'.repeat(64)])(
    'passes over the wrong signature "%.8s" beside a good one',
    async (sig) => {
      const { repository, client } = await initialised();
      const [keyid] = repository.root.roles.timestamp.keyids;
      repository.addKey('timestamp', await newKey());
      await repository.publish('root', 'timestamp');
      repository.alter('timestamp', ({ signatures }) => {
        signatures.find((signature) => signature.keyid === keyid)!.sig = sig;
      });
      expect(await client.refresh()).toBe(0);
      expect(client.versions().timestamp).toBe(2);
    },
  );

  const schemes: Scheme[] = ['ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'rsassa-pss-sha256'];
  it.each(schemes)('verifies %s, and notices a signature of another root', async (scheme) => {
    const { repository, client } = await initialised();
    const key = await newKey(scheme);
    repository.addKey('root', key);
    repository.root.roles.root.threshold = 2;
    await repository.publish('root');
    expect(await client.refresh()).toBe(0);
    const [earlier] = JSON.parse(client.file('root')!.toString()).signatures.slice(-1);
    await repository.publish('root');
    repository.alter('root', ({ signatures }) => {
      signatures.find(({ keyid }) => keyid === key.keyid)!.sig = earlier.sig;
    });
    expect(await client.refresh()).toBe(1);
    expect(client.versions().root).toBe(2);
  });
});

/** One version of a role: which of ten keys it has, how many must sign, which do. */
type Step = readonly [keys: readonly number[], threshold: number, signers: readonly number[]];

describe.concurrent('root rotation', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => newKey()));

  function give(repository: Repository, role: Role, [members, threshold, signers]: Step): void {
    repository.clear(role);
    for (const i of members) repository.addKey(role, keys[i]!);
    repository.root.roles[role].threshold = threshold;
    repository.signers[role].clear();
    for (const i of signers) repository.signers[role].set(keys[i]!.keyid, keys[i]!);
  }

  const five = [0, 1, 2, 3, 4];
  const oneOut = [0, 1, 3, 4, 5];
  const good: Record<string, Step[]> = {
    'one key for another': [
      [[1], 1, [1]],
      [[2], 1, [2, 1]],
      [[2], 1, [2]],
    ],
    'signatures nobody asked for': [
      [[1], 1, [3, 1, 4]],
      [[2], 1, [3, 2, 1, 4]],
      [[2], 1, [3, 2, 4]],
    ],
    'other three of five each time': [
      [five, 3, [0, 2, 4]],
      [five, 3, [0, 4, 1]],
      [five, 3, [0, 1, 3]],
      [five, 3, [1, 2, 3]],
    ],
    'one of five replaced': [
      [five, 3, [0, 2, 4]],
      [oneOut, 3, [0, 4, 1]],
    ],
    'one of five replaced, old and new together': [
      [five, 3, [0, 2, 4]],
      [oneOut, 3, [0, 2, 4, 5]],
      [oneOut, 3, [0, 4, 5]],
    ],
    'all five replaced': [
      [five, 3, [0, 2, 4]],
      [[5, 6, 7, 8, 9], 3, [0, 2, 4, 5, 6, 7]],
      [[5, 6, 7, 8, 9], 3, [5, 6, 7]],
    ],
    'threshold raised': [
      [[1, 2, 3], 1, [1]],
      [[1, 2, 3], 2, [1, 2]],
    ],
    'threshold lowered': [
      [[1, 2, 3], 2, [1, 2]],
      [[1, 2, 3], 1, [1, 2]],
      [[1, 2, 3], 1, [1]],
    ],
    'key added and threshold raised': [
      [[1], 1, [1]],
      [[1, 2], 2, [1, 2]],
    ],
  };
  const bad: Record<string, Step[]> = {
    'signed by the new key only': [
      [[1], 1, [1]],
      [[2], 1, [2, 3, 4]],
    ],
    'signed by the old key only': [
      [[1], 1, [1]],
      [[2], 1, [1, 3, 4]],
    ],
    'too few of the new keys': [
      [five, 3, [0, 2, 4]],
      [oneOut, 3, [0, 2, 4]],
    ],
    'too few of the old keys': [
      [five, 3, [0, 2, 4]],
      [oneOut, 3, [0, 4, 5]],
    ],
    'below the raised threshold': [
      [[1, 2, 3], 1, [1]],
      [[1, 2, 3], 2, [2]],
    ],
    'below the threshold before it was lowered': [
      [[1, 2, 3], 2, [1, 2]],
      [[1, 2, 3], 1, [1]],
    ],
  };

  async function walk(steps: Step[]): Promise<Bench & { exit: number }> {
    const all = await bench();
    const { repository, client } = all;
    repository.published.root.length = 0;
    for (const step of steps) {
      give(repository, 'root', step);
      await repository.publish('root');
    }
    await client.init(repository.initial.root);
    return { ...all, exit: await client.refresh() };
  }

  it.each(Object.entries(good))('follows: %s', async (_, steps) => {
    const { repository, client, exit } = await walk(steps);
    expect(exit).toBe(0);
    expect(client.file('root')).toEqual(Buffer.from(repository.published.root.at(-1)!));
  });

  it.each(Object.entries(bad))('refuses: %s', async (_, steps) => {
    const { repository, client, exit } = await walk(steps);
    expect(exit).toBe(1);
    expect(client.file('root')).toEqual(Buffer.from(repository.published.root.at(-2)!));
  });

  const taken: Record<string, Step> = {
    'another key': [[2], 1, [2]],
    'signatures nobody asked for': [[1], 1, [3, 1, 4]],
    'three of five': [five, 3, [0, 2, 4]],
    'another three of five': [five, 3, [2, 3, 4]],
  };
  it.each(Object.entries(taken))('follows new keys of the other roles: %s', async (_, step) => {
    const { repository, client } = await refreshed();
    for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
      give(repository, role, step);
      await repository.publish('root', 'targets', 'snapshot', 'timestamp');
      expect(await client.refresh()).toBe(0);
      expect(client.file(role)).toEqual(Buffer.from(repository.published[role].at(-1)!));
    }
  });

  const refused: Record<string, Step> = {
    'not signed by the new key': [[2], 1, [1, 3, 4]],
    'a signature of a key that left': [oneOut, 3, [0, 2, 4]],
    'one signature short': [oneOut, 3, [0, 4]],
  };
  it.each(Object.entries(refused))('refuses the other roles: %s', async (_, step) => {
    for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
      const { repository, client } = await initialised();
      give(repository, role, step);
      await repository.publish('root', 'targets', 'snapshot', 'timestamp');
      expect(await client.refresh()).toBe(1);
      expect(client.versions()[role]).toBeUndefined();
    }
  });
});

describe.concurrent('download', () => {
  it.each([
    'file.txt',
    'path/to/a/file.txt',
    'odd folder/odd name?#%41&ü.txt',
    '.hidden',
    `${'long/'.repeat(80)}name`,
  ])('fetches "%s" by its digest and stores it as one file', async (path) => {
    const { repository, client, server } = await initialised();
    repository.addTarget(path, 'content');
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.download(path)).toBe(0);
    expect(Object.values(client.downloads())).toEqual(['content']);
    // A URL has no way to say "..": it is gone before the request is made, and the digest in the name stays.
    expect(server.targetRequests).toEqual([hashed(path, 'content')]);
  });

  it('does not fetch what it has, whatever the repository serves now', async () => {
    const { repository, client, server } = await initialised();
    repository.addTarget('one', 'content');
    repository.addTarget('two', 'content');
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.download('one')).toBe(0);
    for (const path of ['one', 'two']) repository.files.set(path, Buffer.from('garbage'));
    expect(await client.download('one')).toBe(0);
    expect(server.targetRequests).toHaveLength(1);
    expect(await client.download('two')).toBe(1);
    expect(client.downloads()).toEqual({ one: 'content' });
  });

  it('follows a target through its changes under one file name', async () => {
    const { repository, client } = await initialised();
    for (const content of ['first', 'second']) {
      repository.addTarget('file', content);
      await repository.publish('targets', 'snapshot', 'timestamp');
      expect(await client.download('file')).toBe(0);
      expect(client.downloads()).toEqual({ file: content });
      repository.files.set('file', Buffer.from(`${content}, altered`));
      await repository.publish('targets', 'snapshot', 'timestamp');
      await client.download('file');
      expect(client.downloads()).toEqual({ file: content });
    }
  });

  it.each([[['sha256']], [['sha512']], [['sha256', 'sha512']]])('verifies %s', async (algorithms) => {
    const { repository, client, server } = await initialised();
    repository.addTarget('file', 'content', algorithms);
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.download('file')).toBe(0);
    expect(server.targetRequests).toEqual([hashed('file', 'content', algorithms[0]!)]);
  });

  it.each(['unknown-hash', 'sha512'])('refuses a target whose %s cannot be checked', async (name) => {
    const { repository, client } = await initialised();
    repository.addTarget('file', 'content');
    const listed = repository.targets.targets.file!;
    Object.assign(listed, { hashes: { [name]: 'ab'.repeat(64) } });
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await client.download('file')).toBe(1);
    expect(client.downloads()).toEqual({});
  });

  it('refuses a target that is longer or shorter than signed', async () => {
    for (const content of ['contents', 'conten']) {
      const { repository, client } = await initialised();
      repository.addTarget('file', 'content');
      repository.files.set('file', Buffer.from(content));
      await repository.publish('targets', 'snapshot', 'timestamp');
      expect(await client.download('file')).toBe(1);
      expect(client.downloads()).toEqual({});
    }
  });
});

describe.concurrent('a server that misbehaves', () => {
  const files = {
    'timestamp.json': limits.timestampBytes,
    '2.root.json': limits.rootBytes,
    '1.snapshot.json': 0,
    '1.targets.json': 0,
  };

  it.each(Object.keys(files))('cuts off an endless %s', async (name) => {
    const { client, server } = await initialised();
    server.answers.set(`/metadata/${name}`, (response) => {
      response.writeHead(200);
      const more = () =>
        response.destroyed ||
        (response.write(Buffer.alloc(64_000, ' ')) ? setImmediate(more) : response.once('drain', more));
      more();
    });
    expect(await client.refresh()).toBe(1);
  });

  it.each(Object.keys(files))('refuses a redirect for %s', async (name) => {
    const { client, server, repository } = await initialised();
    server.answers.set(`/metadata/${name}`, (response) => {
      response.writeHead(302, { location: `/metadata/${name}?again` }).end();
    });
    server.answers.set(`/metadata/${name}?again`, async (response) => {
      response.writeHead(200).end(await repository.fetchFile(name, 0));
    });
    expect(await client.refresh()).toBe(1);
  });

  it('refuses a page served in place of a root that does not exist', async () => {
    const { client, server } = await initialised();
    server.answers.set('/metadata/2.root.json', (response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Sign in to this network</title>');
    });
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual({ root: 1 });
  });

  it('takes 403 for a root as the end of the chain, and 500 as a fault', async () => {
    for (const [status, exit] of [
      [403, 0],
      [500, 1],
    ] as const) {
      const { client, server } = await initialised();
      server.answers.set('/metadata/2.root.json', (response) => response.writeHead(status).end());
      expect(await client.refresh()).toBe(exit);
    }
  });

  it('refuses a connection that breaks off', async () => {
    const { client, server } = await initialised();
    server.answers.set('/metadata/timestamp.json', (response) => response.destroy());
    expect(await client.refresh()).toBe(1);
    expect(client.versions()).toEqual({ root: 1 });
  });

  it('leaves no half-written file behind', async () => {
    const { client } = await refreshed();
    expect(Object.keys(client.versions()).sort()).toEqual(['root', 'snapshot', 'targets', 'timestamp']);
    expect(() => readFileSync(join(client.metadata, 'root.json.part'))).toThrow();
  });
});
