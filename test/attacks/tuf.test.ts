import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BaizeError, type ErrorCode } from '../../src/core/errors.ts';
import { limits } from '../../src/core/limits.ts';
import type { JsonObject } from '../../src/core/tuf/json.ts';
import { feedPolicy, type Policy, refresh } from '../../src/core/tuf/refresh.ts';
import { keyId } from '../../src/core/tuf/sign.ts';
import { openTrusted, type Trusted, targetInfo, targetsSigners } from '../../src/core/tuf/trusted.ts';
import { day, fromNow, newKey, Repository, type TestKey } from '../core/tuf/repository.ts';

/** The numbers are those of the design's list of attacks. A refusal leaves the list in force and names its reason. */

const lower = ['timestamp', 'snapshot', 'targets'] as const;
const all = ['root', ...lower] as const;

function days(count: number): Date {
  return new Date(Date.now() + count * day);
}

/** Two of three members sign every role. */
async function alliance(): Promise<Repository> {
  const repository = await Repository.create();
  for (const role of all) {
    repository.clear(role);
    for (const member of ['ant.example', 'bee.example', 'cat.example']) {
      repository.addKey(role, await newKey('ed25519', { 'x-baize-member': member }));
    }
    repository.root.roles[role].threshold = 2;
    repository.published[role].length = 0;
  }
  await repository.publish('targets', 'snapshot', 'timestamp', 'root');
  return repository;
}

/** A client that took everything there is. */
async function follower(repository: Repository): Promise<Trusted> {
  const { trusted, error } = await refresh(repository.initial, repository.fetchFile, new Date());
  expect(error).toBeUndefined();
  return trusted;
}

/** Expects the refusal, and that the list in force is the one from before. Returns what the client holds then. */
async function refused(
  repository: Repository,
  before: Trusted,
  code: ErrorCode,
  { now = new Date(), policy = feedPolicy }: { now?: Date; policy?: Policy } = {},
): Promise<Trusted> {
  const { trusted, error } = await refresh(before, repository.fetchFile, now, policy);
  expect(error).toBeInstanceOf(BaizeError);
  expect(error?.code).toBe(code);
  expect(trusted.targets).toBe(before.targets);
  return trusted;
}

async function accepted(repository: Repository, before: Trusted, now = new Date()): Promise<Trusted> {
  const { trusted, error } = await refresh(before, repository.fetchFile, now);
  expect(error).toBeUndefined();
  return trusted;
}

/** Puts a timestamp in place whose `signed` has `field` as raw JSON. */
function serveTimestampWith(repository: Repository, field: string, json: string): void {
  const text = Buffer.from(repository.published.timestamp.at(-1)!).toString();
  const changed = text.replace(new RegExp(`"${field}":("[^"]*"|\\d+)`), () => `"${field}":${json}`);
  expect(changed).not.toBe(text);
  repository.published.timestamp.push(Buffer.from(changed));
}

describe('signatures', () => {
  it.each(all)('1: refuses %s with one character changed', async (role) => {
    const repository = await alliance();
    const before = await follower(repository);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    repository.alter(role, ({ signed }) => {
      signed.expires = signed.expires.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
    });
    const after = await refused(repository, before, 'threshold');
    expect(after[role]).toBe(before[role]);
  });

  it.each(all)('2: refuses %s with one signature too few', async (role) => {
    const repository = await alliance();
    const before = await follower(repository);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    repository.alter(role, ({ signatures }) => signatures.splice(0, 2));
    await refused(repository, before, 'threshold');
  });

  it('3: refuses a signature given twice, and a key id named twice for a role', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    await repository.publish('timestamp');
    repository.alter('timestamp', (file) => {
      file.signatures = [file.signatures[0]!, file.signatures[0]!];
    });
    await refused(repository, before, 'format');
    const { keyids } = repository.root.roles.timestamp;
    keyids.push(keyids[0]!);
    await repository.publish('root');
    const after = await refused(repository, before, 'format');
    expect(after.root).toBe(before.root);
  });

  it('4: counts an Ed25519 key once under two key ids, also in capitals', async () => {
    const repository = await Repository.create();
    const key = await newKey();
    const text = (key.key.keyval as JsonObject).public as string;
    await expectOnce(repository, [
      key,
      await again(key, { ...key.key, 'x-baize-note': 'another id' }),
      await again(key, { ...key.key, keyval: { public: text.toUpperCase() } }),
    ]);
  });

  it('4: counts a P-256 key once as PEM, as PEM in other lines and as a point', async () => {
    const repository = await Repository.create();
    const key = await newKey('ecdsa-sha2-nistp256');
    const pem = (key.key.keyval as JsonObject).public as string;
    const point = Buffer.from(pem.replace(/-----.*?-----|\s/g, ''), 'base64')
      .subarray(-65)
      .toString('hex');
    await expectOnce(repository, [
      key,
      await again(key, { ...key.key, keyval: { public: pem.replaceAll('\n', '\r\n') } }),
      await again(key, { ...key.key, keyval: { public: point } }),
      await again(key, { ...key.key, keytype: 'ecdsa-sha2-nistp256' }),
    ]);
  });

  it('5: counts two keys of one member once', async () => {
    const repository = await Repository.create();
    const mine = { 'x-baize-member': 'ant.example' };
    await expectOnce(repository, [await newKey('ed25519', mine), await newKey('ecdsa-sha2-nistp256', mine)]);
  });

  it('5: counts two root keys of one member once, by the root before and by the new one', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    const second = await newKey('ed25519', { 'x-baize-member': 'ant.example' });
    repository.addKey('root', second);
    await repository.publish('root');
    const trusted = await accepted(repository, before);
    expect(openTrusted(trusted).root.version).toBe(2);
    const [ant] = repository.signers.root.values();
    const all = new Map(repository.signers.root);
    repository.signers.root.clear();
    for (const key of [ant!, second]) repository.signers.root.set(key.keyid, key);
    await repository.publish('root');
    expect((await refused(repository, trusted, 'threshold')).root).toBe(trusted.root);
    for (const [id, key] of all) repository.signers.root.set(id, key);
    repository.published.root.pop();
    await repository.publishAs('root');
    await accepted(repository, trusted);
  });

  it('6: does not count keys of other roles, nor keys nobody knows', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    const [first] = repository.signers.targets.values();
    repository.signers.targets.clear();
    const others = [first!, ...repository.signers.root.values(), await newKey(), await newKey()];
    for (const signer of others) repository.signers.targets.set(signer.keyid, signer);
    await repository.publish('targets', 'snapshot', 'timestamp');
    await refused(repository, before, 'threshold');
  });

  it('7: accepts enough good signatures among rubbish', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    await repository.publish('timestamp');
    repository.alter('timestamp', ({ signatures }) => {
      signatures[0]!.sig = 'ff'.repeat(64);
      signatures.push(
        { keyid: 'nobody', sig: 'zz' },
        { keyid: '__proto__', sig: '' },
        { keyid: 'constructor', sig: '00' },
      );
    });
    const after = await accepted(repository, before);
    expect(openTrusted(after).timestamp?.version).toBe(2);
  });

  it('48: passes over keys of a scheme it does not know, and reaches the threshold without them', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    const unknown: JsonObject = {
      keytype: 'ml-dsa',
      scheme: 'ml-dsa-65',
      keyval: { parameters: [1], public: 'AAAA' },
    };
    const key: TestKey = {
      key: unknown,
      keyid: await keyId(unknown),
      sign: async () => new Uint8Array(3309),
    };
    const broken: JsonObject = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: 'no key' } };
    const bad: TestKey = { key: broken, keyid: await keyId(broken), sign: async () => new Uint8Array(64) };
    for (const role of all) for (const each of [key, bad]) repository.addKey(role, each);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    const after = await accepted(repository, before);
    expect((await targetsSigners(after)).signers).toHaveLength(3);
    for (const role of all) repository.root.roles[role].threshold = 4;
    await repository.publish('root');
    await refused(repository, after, 'threshold');
  });

  it('never counts an RSA key below 2048 bits', async () => {
    const repository = await Repository.create();
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const keyval = { public: publicKey.export({ type: 'spki', format: 'pem' }) as string };
    const key: JsonObject = { keytype: 'rsa', scheme: 'rsassa-pss-sha256', keyval };
    const options = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signBytes = async (message: Uint8Array) => sign('sha256', message, options);
    await expectOnce(repository, [await newKey(), { key, keyid: await keyId(key), sign: signBytes }]);
  });

  /** The same secret key under another key object. */
  async function again(key: TestKey, object: JsonObject): Promise<TestKey> {
    return { ...key, key: object, keyid: await keyId(object) };
  }

  /** All the keys sign for a threshold of two; together they must count as one. */
  async function expectOnce(repository: Repository, keys: TestKey[]): Promise<void> {
    repository.clear('targets');
    for (const key of keys) repository.addKey('targets', key);
    expect(repository.root.roles.targets.keyids).toHaveLength(keys.length);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    const trusted = await accepted(repository, repository.initial);
    expect((await targetsSigners(trusted)).signers).toHaveLength(1);
    repository.root.roles.targets.threshold = 2;
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    await refused(repository, trusted, 'threshold');
  }
});

describe('old and mixed files', () => {
  it.each(lower)('8: refuses an older %s', async (role) => {
    const repository = await alliance();
    const old = repository.published[role][0]!;
    await repository.publish('targets', 'snapshot', 'timestamp');
    const before = await follower(repository);
    await repository.publish('targets', 'snapshot', 'timestamp');
    repository.published[role].splice(-1, 1, old);
    await refused(repository, before, 'rollback');
  });

  it('8: refuses newer files that list older ones', async () => {
    const repository = await alliance();
    await repository.publish('targets', 'snapshot', 'timestamp');
    const before = await follower(repository);
    repository.snapshot.meta['targets.json'] = { version: 1 };
    await repository.publish('snapshot', 'timestamp');
    await refused(repository, before, 'rollback');
    repository.timestamp.meta['snapshot.json'] = { version: 1 };
    await repository.publish('timestamp');
    const after = await refused(repository, before, 'rollback');
    expect(after.timestamp).toBe(before.timestamp);
  });

  it('8: refuses an older snapshot also when the timestamp that listed it was lost', async () => {
    const repository = await alliance();
    const old = repository.published.timestamp[0]!;
    await repository.publish('snapshot', 'timestamp');
    const { timestamp, ...before } = await follower(repository);
    expect(timestamp).toBeDefined();
    repository.published.timestamp.push(old);
    const after = await refused(repository, before, 'rollback');
    expect(after.snapshot).toBe(before.snapshot);
  });

  it('8: refuses a snapshot in which a listed file is gone', async () => {
    const repository = await alliance();
    repository.snapshot.meta['more.json'] = { version: 1 };
    await repository.publish('snapshot', 'timestamp');
    const before = await follower(repository);
    delete repository.snapshot.meta['more.json'];
    await repository.publish('snapshot', 'timestamp');
    const after = await refused(repository, before, 'rollback');
    expect(after.snapshot).toBe(before.snapshot);
  });

  it('9: keeps what it trusts when the same version comes with other content', async () => {
    const repository = await alliance();
    repository.addTarget('list', 'first');
    await repository.publish('targets', 'snapshot', 'timestamp');
    const before = await follower(repository);
    repository.addTarget('list', 'second');
    for (const role of lower) repository[role].expires = fromNow(2 * day);
    for (const role of lower) repository.published[role].splice(-1, 1, await repository.sign(role));
    expect(await accepted(repository, before)).toEqual(before);
    await repository.publish('timestamp');
    const after = await accepted(repository, before);
    expect(after.targets).toBe(before.targets);
    expect(after.snapshot).toBe(before.snapshot);
  });

  it.each([
    ['versions', false],
    ['digests', true],
  ] as const)(
    '15: refuses targets and snapshot that do not belong together, by their %s',
    async (_, listHashes) => {
      const repository = await alliance();
      const before = await follower(repository);
      repository.listHashes = listHashes;
      await repository.publish('targets', 'snapshot', 'timestamp');
      const earlier = repository.published.targets.at(-1)!;
      await repository.publish('targets', 'snapshot', 'timestamp');
      repository.published.targets.splice(-1, 1, earlier);
      await refused(repository, before, listHashes ? 'hash' : 'rollback');
    },
  );

  it('15: refuses a file that is longer or shorter than listed', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    repository.listHashes = true;
    await repository.publish('targets');
    for (const length of [1, 100_000, limits.targetsBytes + 1]) {
      repository.snapshot.meta['targets.json']!.length = length;
      await repository.publish('snapshot', 'timestamp');
      repository.requests.length = 0;
      await refused(repository, before, 'length');
      expect(repository.requests.includes('2.targets.json')).toBe(length <= limits.targetsBytes);
    }
  });

  it('39: refuses the old snapshot beside a new timestamp, and takes the new one once it is there', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    await repository.publish('targets', 'snapshot', 'timestamp');
    const fresh = repository.published.snapshot.splice(-1, 1, repository.published.snapshot[0]!)[0]!;
    const between = await refused(repository, before, 'rollback');
    expect(between.snapshot).toBe(before.snapshot);
    repository.published.snapshot.splice(-1, 1, fresh);
    const after = await accepted(repository, between);
    expect(openTrusted(after).targets?.version).toBe(2);
  });

  it.each(['snapshot', 'targets'] as const)('47: refuses a release whose %s is missing', async (role) => {
    const repository = await alliance();
    const before = await follower(repository);
    await repository.publish('targets', 'snapshot', 'timestamp');
    const gone = repository.published[role].pop()!;
    const between = await refused(repository, before, 'missing');
    expect(between[role]).toBe(before[role]);
    repository.published[role].push(gone);
    await accepted(repository, between);
  });

  it('42: refuses anything older than the versions noted before all state was lost', async () => {
    const repository = await alliance();
    const packaged = await follower(repository);
    const floor = { root: 2, timestamp: 5, signed: 0 };
    await refused(repository, packaged, 'rollback', { policy: { floor } });
    await repository.publish('root', 'timestamp');
    await refused(repository, packaged, 'rollback', { policy: { floor } });
    for (let version = 3; version <= 5; version++) await repository.publish('timestamp');
    const { error } = await refresh(packaged, repository.fetchFile, new Date(), { floor });
    expect(error).toBeUndefined();
  });

  it('42: refuses a root older than the one noted', async () => {
    const repository = await alliance();
    const packaged = await follower(repository);
    const floor = { root: 2, timestamp: 1, signed: 0 };
    await refused(repository, packaged, 'rollback', { policy: { floor } });
    await repository.publish('root');
    const { error } = await refresh(packaged, repository.fetchFile, new Date(), { floor });
    expect(error).toBeUndefined();
  });

  it('42: lets go of the floor when the timestamp keys rotated after it was noted', async () => {
    const repository = await alliance();
    const packaged = await follower(repository);
    repository.clear('timestamp');
    for (let i = 0; i < 2; i++) repository.addKey('timestamp', await newKey());
    await repository.publish('root', 'timestamp');
    const noted = { policy: { floor: { root: 2, timestamp: 5, signed: 0 } } };
    await refused(repository, packaged, 'rollback', noted);
    const { error } = await refresh(packaged, repository.fetchFile, new Date(), {
      floor: { root: 1, timestamp: 5, signed: 0 },
    });
    expect(error).toBeUndefined();
  });
});

describe('root', () => {
  it('10: refuses a root that skips a version', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    repository.root.version = 3;
    await repository.publishAs('root');
    const after = await refused(repository, before, 'format');
    expect(after.root).toBe(before.root);
  });

  it('10: refuses the same root again under the next name', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    repository.published.root.push(repository.published.root[0]!);
    await refused(repository, before, 'rollback');
  });

  it.each(['old', 'new'] as const)('10: refuses a root signed by the %s set alone', async (set) => {
    const repository = await alliance();
    const before = await follower(repository);
    const old = [...repository.signers.root.values()];
    repository.clear('root');
    for (let i = 0; i < 3; i++) repository.addKey('root', await newKey());
    if (set === 'old') {
      repository.signers.root.clear();
      for (const signer of old) repository.signers.root.set(signer.keyid, signer);
    }
    await repository.publish('root');
    const after = await refused(repository, before, 'threshold');
    expect(after.root).toBe(before.root);
  });

  it('walks a bounded number of roots, and goes on from there the next time', async () => {
    const repository = await Repository.create();
    for (let i = 0; i < limits.rootsPerRefresh + 2; i++) await repository.publish('root');
    const first = await accepted(repository, repository.initial);
    expect(openTrusted(first).root.version).toBe(limits.rootsPerRefresh + 1);
    const second = await accepted(repository, first);
    expect(openTrusted(second).root.version).toBe(limits.rootsPerRefresh + 3);
  });

  it('38: calls a feed faulty that answers a missing root with a page', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    repository.published.root.push(
      Buffer.from('<!doctype html><title>Welcome to our wireless network</title>'),
    );
    expect(await refused(repository, before, 'format')).toEqual(before);
  });

  it('38: reports a refused redirect or a dead line as such', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    const { trusted, error } = await refresh(
      before,
      () => Promise.reject(new TypeError('fetch failed')),
      new Date(),
    );
    expect(error?.code).toBe('network');
    expect(trusted).toEqual(before);
  });

  it('19: refuses a file that is longer than its bound, whatever carried it', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    const endless = new Uint8Array(limits.rootBytes + 1);
    const { error } = await refresh(before, async () => endless, new Date());
    expect(error?.code).toBe('length');
  });

  it('refuses a damaged root without asking anybody', async () => {
    const repository = await alliance();
    repository.alter('root', ({ signed }) => {
      signed.expires = fromNow(3 * day);
    });
    await refused(repository, repository.initial, 'threshold');
    expect(repository.requests).toEqual([]);
  });
});

describe('time', () => {
  it.each(all)('11: refuses an expired %s, and keeps the list', async (role) => {
    const repository = await alliance();
    const before = await follower(repository);
    for (const each of all) repository[each].expires = fromNow((each === role ? 0.4 : 0.6) * day);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    await refused(repository, before, 'expired', { now: days(0.5) });
    await accepted(repository, before, days(0.3));
  });

  it('11: an expiry is past at its very second', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    const end = Date.parse(repository.timestamp.expires);
    await refused(repository, before, 'expired', { now: new Date(end) });
    await accepted(repository, before, new Date(end - 1));
  });

  it.each([
    '"garbage"',
    '"2030-01-01"',
    '"2030-01-01T00:00:00"',
    '"2030-01-01T00:00:00+00:00"',
    '"2030-01-01T00:00:00.000Z"',
    '"2030-01-01 00:00:00Z"',
    '"2030-02-30T00:00:00Z"',
    '"2029-02-29T00:00:00Z"',
    '"2030-12-31T23:59:60Z"',
    '"2030-12-31T24:00:00Z"',
    '"+12030-01-01T00:00:00Z"',
    '""',
    '1893456000',
  ])('12: refuses the expiry %s', async (expires) => {
    const repository = await alliance();
    const before = await follower(repository);
    serveTimestampWith(repository, 'expires', expires);
    await refused(repository, before, 'format');
  });

  it.each(all)('12: refuses a %s that would last for ever', async (role) => {
    const repository = await alliance();
    const before = await follower(repository);
    repository[role].expires = '9999-12-31T23:59:59Z';
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    const after = await refused(repository, before, 'format');
    expect(after[role]).toBe(before[role]);
  });

  it('13: notices that the same timestamp is served for days, and goes on when it ends', async () => {
    const repository = await alliance();
    for (const role of ['root', 'targets', 'snapshot'] as const)
      repository[role].expires = fromNow(3.9 * day);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    let trusted = await follower(repository);
    for (const count of [1.1, 2, 3, 3.8])
      trusted = await refused(repository, trusted, 'expired', { now: days(count) });
    for (const role of all) repository[role].expires = fromNow(5 * day);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    trusted = await accepted(repository, trusted, days(4.1));
    expect(openTrusted(trusted).targets?.version).toBe(3);
  });

  it.each(['snapshot', 'targets'] as const)('does not rest on a stored %s that has expired', async (role) => {
    const repository = await alliance();
    repository[role].expires = fromNow(0.5 * day);
    await repository.publish('targets', 'snapshot', 'timestamp');
    const before = await follower(repository);
    const after = await refused(repository, before, 'expired', { now: days(0.7) });
    expect(after[role]).toBe(before[role]);
  });
});

describe('versions', () => {
  it('14: recovers from the largest version by rotating the key', async () => {
    const repository = await Repository.create();
    const good = repository.timestamp.version;
    repository.timestamp.version = Number.MAX_SAFE_INTEGER;
    await repository.publishAs('timestamp');
    const stuck = await follower(repository);
    expect(openTrusted(stuck).timestamp?.version).toBe(Number.MAX_SAFE_INTEGER);
    repository.timestamp.version = good;
    await repository.publish('timestamp');
    await refused(repository, stuck, 'rollback');
    await repository.rotate('timestamp');
    await repository.publish('root', 'timestamp');
    const after = await accepted(repository, stuck);
    expect(openTrusted(after).timestamp?.version).toBe(3);
  });

  it('14: recovers when only some keys of a threshold were replaced', async () => {
    const repository = await alliance();
    repository.timestamp.version = 1_000_000;
    await repository.publishAs('timestamp');
    const stuck = await follower(repository);
    const [leaving] = repository.root.roles.timestamp.keyids;
    repository.root.roles.timestamp.keyids.shift();
    repository.signers.timestamp.delete(leaving!);
    repository.timestamp.version = 2;
    await repository.publish('root');
    await repository.publishAs('timestamp');
    const after = await accepted(repository, stuck);
    expect(openTrusted(after).timestamp?.version).toBe(2);
  });

  it('14: forgets the old versions also when the root that rotated has expired', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    repository.clear('snapshot');
    for (let i = 0; i < 2; i++) repository.addKey('snapshot', await newKey());
    repository.root.expires = fromNow(-day);
    await repository.publish('root');
    const after = await refused(repository, before, 'expired');
    expect(after.timestamp).toBeUndefined();
    expect(after.snapshot).toBeUndefined();
  });

  it('14: a key that only joined rotates nothing, so an old timestamp stays refused', async () => {
    const repository = await alliance();
    const old = repository.published.timestamp[0]!;
    await repository.publish('timestamp');
    const before = await follower(repository);
    repository.addKey('timestamp', await newKey());
    await repository.publish('root');
    repository.published.timestamp.push(old);
    await refused(repository, before, 'rollback');
  });

  it.each(['1.5', '-1', '0', '"7"', '1e400', '-1e400', '9007199254740992', 'null', 'true', '[1]'])(
    '17: refuses version %s',
    async (version) => {
      const repository = await alliance();
      const before = await follower(repository);
      serveTimestampWith(repository, 'version', version);
      await refused(repository, before, 'format');
    },
  );
});

describe('shapes', () => {
  const pairs = all.flatMap((asked) =>
    all.filter((served) => served !== asked).map((served) => [asked, served] as const),
  );
  it.each(pairs)('16: refuses, in place of %s, a valid %s', async (asked, served) => {
    const repository = await Repository.create();
    const before = await follower(repository);
    const key = await newKey();
    for (const role of all) repository.addKey(role, key);
    Object.assign(repository.timestamp.meta, { 'targets.json': { version: 1 } });
    await repository.publish('root');
    const knowing = await accepted(repository, before);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    repository.published[asked].splice(-1, 1, repository.published[served].at(-1)!);
    await refused(repository, knowing, 'format');
  });

  it.each(all)('16: refuses a %s that calls itself otherwise', async (role) => {
    const repository = await alliance();
    const before = await follower(repository);
    repository[role]._type = role === 'root' ? 'targets' : 'root';
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    await refused(repository, before, 'format');
  });

  it('refuses a snapshot without targets, and a listing without digests', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    delete repository.snapshot.meta['targets.json'];
    await repository.publish('snapshot', 'timestamp');
    await refused(repository, before, 'format');
    repository.snapshot.meta['targets.json'] = { version: 1, hashes: {} };
    await repository.publish('snapshot', 'timestamp');
    await refused(repository, before, 'format');
  });

  it('reads every 1.x of the specification and no other', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    for (const version of ['2.0.0', '10.0', '0.9', '1', '']) {
      repository.timestamp.spec_version = version;
      await repository.publish('timestamp');
      await refused(repository, before, 'format');
    }
    for (const version of ['1.0', '1.0.0', '1.9.12-draft']) {
      repository.timestamp.spec_version = version;
      await repository.publish('timestamp');
      await accepted(repository, before);
    }
  });

  const signed = '"_type":"timestamp","spec_version":"1.0.31","version":9,"expires":"2030-01-01T00:00:00Z"';
  const meta = '"meta":{"snapshot.json":{"version":1}}';
  const hostile: Record<string, string | Uint8Array> = {
    '__proto__ at the top': `{"__proto__":{"polluted":1},"signatures":[],"signed":{${signed},${meta}}}`,
    '__proto__ in an escape': `{"signatures":[],"signed":{${signed},${meta},"\\u005f_proto__":{"polluted":1}}}`,
    'constructor for a value': `{"signatures":[],"constructor":{"prototype":{"polluted":1}},"signed":"constructor"}`,
    'constructor for meta': `{"signatures":[],"signed":{${signed},"meta":{"constructor":{"version":1}}}}`,
    'a repeated name': `{"signatures":[],"signed":{${signed},${meta},"version":1}}`,
    'a repeated name in an escape': `{"signatures":[],"signed":{${signed},${meta},"versio\\u006e":1}}`,
    '10,000 arrays deep': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    '10,000 objects deep': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    'a byte order mark': `\ufeff{"signatures":[],"signed":{${signed},${meta}}}`,
    'half a surrogate pair': `{"signatures":[],"signed":{${signed},${meta},"x":"\\ud83d"}}`,
    'surrogates the wrong way round': `{"signatures":[],"signed":{${signed},${meta},"x":"\\ude00\\ud83d"}}`,
    'invalid UTF-8': Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
    'overlong UTF-8': Uint8Array.of(0x22, 0xc0, 0x80, 0x22),
    'a surrogate in UTF-8': Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22),
    nothing: '',
    null: 'null',
    'trailing text': `{"signatures":[],"signed":{${signed},${meta}}} {}`,
    'more signatures than anybody has': `{"signatures":[${Array.from(
      { length: limits.signaturesPerRole + 1 },
      (_, i) => `{"keyid":"${i}","sig":""}`,
    )}],"signed":{${signed},${meta}}}`,
  };
  it.each(Object.entries(hostile))('18: refuses %s', async (_, content) => {
    const repository = await alliance();
    const before = await follower(repository);
    repository.published.timestamp.push(Buffer.from(content));
    expect(await refused(repository, before, 'format')).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('18: has no target, key or listed file called like a property of every object', async () => {
    const repository = await alliance();
    const trusted = await follower(repository);
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(targetInfo(trusted, name)).toBeUndefined();
    }
    repository.root.roles.targets.keyids.push('constructor', 'toString');
    repository.signers.targets.set('constructor', {
      keyid: 'constructor',
      sign: async () => new Uint8Array(64),
    });
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    const { signers } = await targetsSigners(await accepted(repository, trusted));
    expect(signers).toHaveLength(3);
  });

  it.each(['timestamp', 'snapshot'] as const)(
    'drops a stored %s that was damaged, and fetches it anew',
    async (role) => {
      const repository = await alliance();
      const before = await follower(repository);
      const damaged = { ...before, [role]: before[role]!.slice(0, -9) };
      expect(await accepted(repository, damaged)).toEqual(before);
    },
  );

  it('does not hand on a damaged timestamp when no other is to be had', async () => {
    const repository = await alliance();
    const before = { ...(await follower(repository)), timestamp: new Uint8Array(9) };
    const { trusted, error } = await refresh(before, async () => null, new Date());
    expect(error?.code).toBe('missing');
    expect(openTrusted(trusted).timestamp).toBeUndefined();
  });

  it('finds the files of a feed without consistent snapshots under plain names', async () => {
    const repository = await alliance();
    repository.root.consistent_snapshot = false;
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    await accepted(repository, repository.initial);
    expect(repository.requests.slice(-2)).toEqual(['snapshot.json', 'targets.json']);
  });

  it('keeps stored targets until there are new ones, also when their keys left', async () => {
    const repository = await alliance();
    const before = await follower(repository);
    repository.clear('targets');
    for (let i = 0; i < 2; i++) repository.addKey('targets', await newKey());
    await repository.publish('root', 'snapshot', 'timestamp');
    await refused(repository, before, 'threshold');
    await repository.publish('targets', 'snapshot', 'timestamp');
    const after = await accepted(repository, before);
    expect(openTrusted(after).targets?.version).toBe(2);
  });
});

it('changes neither the input nor the bytes it was given', async () => {
  const repository = await alliance();
  const before = await follower(repository);
  const copy = structuredClone(before);
  const frozen = Object.freeze({ ...before });
  await repository.publish('root', 'targets', 'snapshot', 'timestamp');
  await accepted(repository, frozen);
  expect(before).toEqual(copy);
});
