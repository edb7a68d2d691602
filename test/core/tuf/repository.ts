import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JsonObject } from '../../../src/core/tuf/json.ts';
import type { FetchFile } from '../../../src/core/tuf/refresh.ts';
import { keyId, type MetadataSigner, signMetadata } from '../../../src/core/tuf/sign.ts';
import type { Trusted } from '../../../src/core/tuf/trusted.ts';

export type Role = 'root' | 'timestamp' | 'snapshot' | 'targets';
export type Scheme = 'ed25519' | 'ecdsa-sha2-nistp256' | 'ecdsa-sha2-nistp384' | 'rsassa-pss-sha256';

export interface TestKey extends MetadataSigner {
  readonly key: JsonObject;
}

interface Meta {
  version: number;
  length?: number;
  hashes?: Record<string, string>;
}

interface Common {
  _type: string;
  spec_version: string;
  version: number;
  expires: string;
  [field: string]: unknown;
}

interface RoleKeys {
  keyids: string[];
  threshold: number;
  [field: string]: unknown;
}

export const day = 24 * 60 * 60 * 1_000;

/** A date-time of the TUF kind, `milliseconds` from now; negative is past. */
export function fromNow(milliseconds: number): string {
  return `${new Date(Date.now() + milliseconds).toISOString().slice(0, 19)}Z`;
}

/** A fresh key of a scheme; `fields` go into its key object before its id is computed. */
export async function newKey(scheme: Scheme = 'ed25519', fields: JsonObject = {}): Promise<TestKey> {
  const { keytype, publicText, signBytes } = generators[scheme]();
  const key = { keytype, scheme, keyval: { public: publicText }, ...fields };
  return { key, keyid: await keyId(key), sign: async (message) => new Uint8Array(signBytes(message)) };
}

interface Generated {
  keytype: string;
  publicText: string;
  signBytes: (message: Uint8Array) => Buffer;
}

const generators: Record<Scheme, () => Generated> = {
  ed25519: () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
    const signBytes = (message: Uint8Array) => sign(null, message, privateKey);
    return { keytype: 'ed25519', publicText: raw.toString('hex'), signBytes };
  },
  'ecdsa-sha2-nistp256': () => ecdsa('P-256', 'sha256'),
  'ecdsa-sha2-nistp384': () => ecdsa('P-384', 'sha384'),
  'rsassa-pss-sha256': () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const options = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signBytes = (message: Uint8Array) => sign('sha256', message, options);
    return { keytype: 'rsa', publicText: pem(publicKey), signBytes };
  },
};

function ecdsa(namedCurve: string, hash: string): Generated {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  const signBytes = (message: Uint8Array) => sign(hash, message, privateKey);
  return { keytype: 'ecdsa', publicText: pem(publicKey), signBytes };
}

function pem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }) as string;
}

/**
 * A TUF repository in memory. Change its parts, then `publish` roles; each publication after a role's first raises that
 * role's version, and notes itself in the role that lists it. What stands in `published` is what is served.
 */
export class Repository {
  readonly root = {
    ...common('root'),
    consistent_snapshot: true,
    keys: {} as Record<string, JsonObject>,
    roles: {} as Record<Role, RoleKeys>,
    'x-baize-alliance': undefined as string | undefined,
  };
  readonly timestamp = { ...common('timestamp'), meta: { 'snapshot.json': { version: 1 } as Meta } };
  readonly snapshot = {
    ...common('snapshot'),
    meta: { 'targets.json': { version: 1 } as Meta } as Record<string, Meta>,
  };
  readonly targets = { ...common('targets'), targets: {} as Record<string, JsonObject> };

  /** Who signs each role at its next publication, by key id. */
  readonly signers: Record<Role, Map<string, MetadataSigner>> = {
    root: new Map(),
    timestamp: new Map(),
    snapshot: new Map(),
    targets: new Map(),
  };
  /** Served files by version, oldest first. */
  readonly published: Record<Role, Uint8Array[]> = { root: [], timestamp: [], snapshot: [], targets: [] };
  /** Target files by target path. */
  readonly files = new Map<string, Uint8Array>();
  /** Names of metadata files asked for, in order. */
  readonly requests: string[] = [];
  /** Whether timestamp and snapshot list lengths and digests. */
  listHashes = false;

  /** Everything at version 1, one key a role. */
  static async create(scheme: Scheme = 'ed25519'): Promise<Repository> {
    const repository = new Repository();
    for (const role of ['root', 'timestamp', 'snapshot', 'targets'] as const) {
      repository.root.roles[role] = { keyids: [], threshold: 1 };
      repository.addKey(role, await newKey(scheme));
    }
    await repository.publish('targets', 'snapshot', 'timestamp', 'root');
    return repository;
  }

  /** Names the key in root and lets it sign. */
  addKey(role: Role, key: TestKey): void {
    this.root.keys[key.keyid] = key.key;
    this.root.roles[role].keyids.push(key.keyid);
    this.signers[role].set(key.keyid, key);
  }

  /** Replaces all keys of a role by one; `fields` go into its key object. */
  async rotate(role: Role, fields: JsonObject = {}): Promise<void> {
    this.clear(role);
    this.addKey(role, await newKey('ed25519', fields));
  }

  clear(role: Role): void {
    this.root.roles[role].keyids.length = 0;
    this.signers[role].clear();
  }

  async publish(...roles: Role[]): Promise<void> {
    for (const role of roles) {
      if (this.published[role].length > 0) this[role].version += 1;
      await this.publishAs(role);
    }
  }

  /** Publishes with the version as it stands. */
  async publishAs(role: Role): Promise<void> {
    const bytes = await this.sign(role);
    this.published[role].push(bytes);
    const meta = this.listHashes ? listing(this[role].version, bytes) : { version: this[role].version };
    if (role === 'targets') this.snapshot.meta['targets.json'] = meta;
    if (role === 'snapshot') this.timestamp.meta['snapshot.json'] = meta;
  }

  /** The role's present content, signed but not published. */
  sign(role: Role): Promise<Uint8Array> {
    return signMetadata(this[role], [...this.signers[role].values()]);
  }

  /** Puts a changed copy of the newest published file in its place. */
  alter(
    role: Role,
    change: (file: { signatures: { keyid: string; sig: string }[]; signed: Common }) => void,
  ): void {
    const file = JSON.parse(Buffer.from(this.published[role].at(-1)!).toString());
    change(file);
    this.published[role].splice(-1, 1, Buffer.from(JSON.stringify(file)));
  }

  addTarget(path: string, content: string, algorithms = ['sha256']): void {
    const bytes = new TextEncoder().encode(content);
    const hashes = Object.fromEntries(algorithms.map((name) => [name, digest(name, bytes)]));
    this.targets.targets[path] = { length: bytes.length, hashes };
    this.files.set(path, bytes);
  }

  /** What a client starts from. */
  get initial(): Trusted {
    return { root: this.published.root[0]! };
  }

  /** The metadata folder, as `refresh` reads it. */
  readonly fetchFile: FetchFile = async (name) => {
    this.requests.push(name);
    return this.find(name) ?? null;
  };

  private find(name: string): Uint8Array | undefined {
    const [, version, role] = /^(?:(\d+)\.)?(root|timestamp|snapshot|targets)\.json$/.exec(name) ?? [];
    const files = this.published[role as Role] ?? [];
    return version === undefined ? files.at(-1) : files[Number(version) - 1];
  }
}

function common(type: string): Common {
  return { _type: type, spec_version: '1.0.31', version: 1, expires: fromNow(day) };
}

function listing(version: number, bytes: Uint8Array): Meta {
  return { version, length: bytes.length, hashes: { sha256: digest('sha256', bytes) } };
}

export function digest(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
