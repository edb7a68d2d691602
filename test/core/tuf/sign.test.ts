import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BaizeError } from '../../../src/core/errors.ts';
import { canonical, parseStrict } from '../../../src/core/tuf/json.ts';
import { verifierOf } from '../../../src/core/tuf/keys.ts';
import { refresh } from '../../../src/core/tuf/refresh.ts';
import { ed25519Key, ed25519Signer, keyId, signMetadata } from '../../../src/core/tuf/sign.ts';
import {
  openTrusted,
  type Trusted,
  targetInfo,
  targetsSigners,
  verifyTarget,
} from '../../../src/core/tuf/trusted.ts';
import { digest, Repository } from './repository.ts';

const pair = () => crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);

describe('signMetadata', () => {
  it('writes a file whose signature WebCrypto and Node verify over the canonical bytes', async () => {
    const { publicKey, privateKey } = await pair();
    const key = await ed25519Key(publicKey, 'ant.example');
    const signed = { _type: 'targets', b: ['ü', '\n'], a: { z: 1, y: null } };
    const file = parseStrict(await signMetadata(signed, [await ed25519Signer(key, privateKey)]));
    expect(file).toMatchObject({ signed, signatures: [{ keyid: await keyId(key) }] });
    const [{ sig }] = (file as { signatures: [{ sig: string }] }).signatures;
    const verifier = await verifierOf({ ...key, keyval: { ...key.keyval } });
    expect(await verifier?.verify(canonical(signed), Buffer.from(sig, 'hex'))).toBe(true);
    expect(await verifier?.verify(canonical({ ...signed, b: [] }), Buffer.from(sig, 'hex'))).toBe(false);
  });

  it('names the member in the key object, and a key without one is another key id', async () => {
    const { publicKey } = await pair();
    const named = await ed25519Key(publicKey, 'ant.example');
    expect(named['x-baize-member']).toBe('ant.example');
    expect(await keyId(named)).not.toBe(await keyId(await ed25519Key(publicKey)));
    expect(await keyId(Object.fromEntries(Object.entries(named).reverse()))).toBe(await keyId(named));
  });

  it.each([{ half: 0.5 }, { text: '\ud800' }, JSON.parse('{"__proto__":1}')])(
    'refuses %j',
    async (signed) => {
      await expect(signMetadata(signed, [])).rejects.toThrow(BaizeError);
    },
  );
});

describe('verifierOf', () => {
  it('takes an ECDSA signature in exact DER only', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const verifier = await verifierOf({
      keytype: 'ecdsa',
      scheme: 'ecdsa-sha2-nistp256',
      keyval: { public: publicKey.export({ type: 'spki', format: 'pem' }) },
    });
    const message = Buffer.from('message');
    // Some hundred signatures, so that r and s come with and without leading zeros.
    for (let i = 0; i < 300; i++) {
      expect(await verifier!.verify(message, sign('sha256', message, privateKey))).toBe(true);
    }
    const der = sign('sha256', message, privateKey);
    const raw = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const wrongLength = Buffer.from(der).fill(1, 1, 2);
    const longer = Buffer.concat([der, Buffer.of(0)]).fill(der[1]! + 1, 1, 2);
    const spoilt = [
      wrongLength,
      longer,
      raw,
      der.subarray(1),
      der.subarray(0, -1),
      Buffer.concat([der, Buffer.of(0)]),
      Buffer.alloc(0),
    ];
    for (const signature of spoilt) expect(await verifier!.verify(message, signature)).toBe(false);
  });

  it.each([
    ['ed25519', 'ed25519', 'ab'],
    ['ed25519', 'rsassa-pss-sha256', 'ab'.repeat(32)],
    ['rsa', 'rsassa-pss-sha256', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    ['ecdsa', 'ecdsa-sha2-nistp256', '-----BEGIN PUBLIC KEY-----\n????\n-----END PUBLIC KEY-----\n'],
    ['ecdsa', 'ecdsa-sha2-nistp256', `04${'11'.repeat(64)}`],
    ['rsa', 'ed25519', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'],
    ['constructor', 'constructor', 'ab'],
  ])('has none for a %s key of scheme %s that is malformed', async (keytype, scheme, text) => {
    expect(await verifierOf({ keytype, scheme, keyval: { public: text } })).toBeUndefined();
  });
});

describe('what is trusted', () => {
  async function followed(): Promise<{ repository: Repository; trusted: Trusted }> {
    const repository = await Repository.create();
    repository.addTarget('list', 'content', ['sha256', 'sha512']);
    Object.assign(repository.targets.targets.list!, { custom: { digest: 'ab', length: 7 } });
    await repository.publish('targets', 'snapshot', 'timestamp');
    const { trusted } = await refresh(repository.initial, repository.fetchFile, new Date());
    return { repository, trusted };
  }

  it('opens to the four roles, and to root alone before the first refresh', async () => {
    const { repository, trusted } = await followed();
    const open = openTrusted(trusted);
    const roles = [open.root, open.timestamp!, open.snapshot!, open.targets!];
    expect(roles.map(({ _type, version }) => [_type, version])).toEqual([
      ['root', 1],
      ['timestamp', 2],
      ['snapshot', 2],
      ['targets', 2],
    ]);
    expect(Object.keys(openTrusted(repository.initial))).toEqual(['root']);
    expect(() => openTrusted({ ...trusted, snapshot: trusted.targets! })).toThrow(BaizeError);
  });

  it('tells a target its length, digests and custom fields', async () => {
    const { repository, trusted } = await followed();
    expect(targetInfo(trusted, 'list')).toMatchObject({ length: 7, custom: { digest: 'ab', length: 7 } });
    expect(targetInfo(trusted, 'lis')).toBeUndefined();
    expect(targetInfo(repository.initial, 'list')).toBeUndefined();
  });

  it('says who signed the targets, and what root needs', async () => {
    const { repository, trusted } = await followed();
    const [keyid] = repository.root.roles.targets.keyids;
    expect(await targetsSigners(trusted)).toEqual({ signers: [{ keyid }], rootThreshold: 1 });
    await expect(targetsSigners(repository.initial)).rejects.toThrow(BaizeError);
  });

  it('verifies a target by length, then by every digest it knows', async () => {
    const { trusted } = await followed();
    const info = targetInfo(trusted, 'list')!;
    const content = Buffer.from('content');
    await verifyTarget(info, content);
    await expect(verifyTarget(info, Buffer.from('contents'))).rejects.toMatchObject({ code: 'length' });
    await expect(verifyTarget(info, Buffer.from('Content'))).rejects.toMatchObject({ code: 'hash' });
    const half = { ...info.hashes, sha512: digest('sha512', Buffer.from('other')) };
    await expect(verifyTarget({ ...info, hashes: half }, content)).rejects.toMatchObject({ code: 'hash' });
    await verifyTarget(
      { ...info, hashes: { sha256: info.hashes.sha256!.toUpperCase(), blake9: 'ab' } },
      content,
    );
    await expect(verifyTarget({ ...info, hashes: { blake9: 'ab' } }, content)).rejects.toMatchObject({
      code: 'hash',
    });
  });
});
