import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Alliance } from '../../../src/core/alliance.ts';
import { writeDelta } from '../../../src/core/delta.ts';
import type { Entry } from '../../../src/core/entry.ts';
import { allianceTarget, feedFiles, listTarget } from '../../../src/core/feed.ts';
import { leafBytes, type ReleaseLeaf } from '../../../src/core/leaf.ts';
import { List, writeList } from '../../../src/core/list.ts';
import { parseCheckpoint } from '../../../src/core/log/checkpoint.ts';
import { parseNote } from '../../../src/core/log/note.ts';
import { parseProof } from '../../../src/core/log/proof.ts';
import type { JsonObject } from '../../../src/core/tuf/json.ts';
import type { LogSeen } from '../../../src/extension/background/store.ts';
import { digest, fromNow, newKey, Repository } from '../../core/tuf/repository.ts';
import { sampleAlliance } from '../../sample-alliance.ts';
import { TestLog } from './test-log.ts';

/** An entry of a sample list. */
export const entry = (key: string, level: Entry['level'] = 'stop'): Entry => ({
  key,
  kind: 'phishing',
  level,
});
export const entries = (...keys: string[]): Entry[] => keys.map((key) => entry(key));
/** Sample names, as many as asked for. */
export const names = (count: number, prefix = 'n'): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}.test`);

const hour = 60 * 60 * 1_000;
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A feed with real signatures, its files in memory. Change what it says, then `release`. */
export class TestFeed {
  readonly repository: Repository;
  readonly files = new Map<string, Uint8Array>();
  /** Where the alliance says its feed lies. */
  addresses: string[] = [];
  readonly log = new TestLog('feed.example');
  /** What the next release's leaf says beside the truth. */
  lies: Partial<ReleaseLeaf> = {};
  private text: Uint8Array = new Uint8Array();

  private constructor(repository: Repository) {
    this.repository = repository;
  }

  static async create(list: readonly Entry[]): Promise<TestFeed> {
    const feed = new TestFeed(await Repository.create());
    await feed.repository.rotate('timestamp', { 'x-baize-member': 'ant' });
    await feed.release(list);
    return feed;
  }

  get state(): string {
    return digest('sha256', this.text);
  }

  /** Signs a list as the next release. */
  async release(list: readonly Entry[]): Promise<void> {
    await this.releaseText(writeList(list), list.length);
  }

  /** Signs any text as the next release. */
  async releaseText(text: Uint8Array, count: number, said: JsonObject = {}): Promise<void> {
    const before = { state: this.state, list: new List(this.text) };
    this.text = text;
    this.putDelta(before.state, deltaBetween(before.list, text));
    this.putTarget(listTarget, gzipSync(text), {
      custom: { length: text.length, sha256: this.state, entries: count, ...said },
    });
    this.putTarget(allianceTarget, json(this.alliance), {});
    await this.nameAlliance(digest('sha256', json(this.alliance)));
    await this.sign();
  }

  /** Who publishes the feed, as the next release has it. */
  get alliance(): Alliance {
    const log = { ...sampleAlliance().log, origin: this.log.origin };
    return sampleAlliance({ log, ...(this.addresses.length > 0 && { addresses: this.addresses }) });
  }

  /** A root that names the alliance, if the newest one does not. */
  private async nameAlliance(sha256: string): Promise<void> {
    const { root, published } = this.repository;
    if (root['x-baize-alliance'] === sha256) return;
    const isFirst = root['x-baize-alliance'] === undefined;
    root['x-baize-alliance'] = sha256;
    root.expires = fromNow(300 * 24 * hour);
    if (isFirst) published.root.length = 0;
    if (isFirst) await this.repository.publishAs('root');
    else await this.repository.publish('root');
  }

  /** Signs everything anew, each role with a life as the protocol has it. */
  async sign(): Promise<void> {
    const { targets, snapshot, timestamp, root } = this.repository;
    root.expires = fromNow(300 * 24 * hour);
    targets.expires = snapshot.expires = fromNow(72 * hour);
    timestamp.expires = fromNow(24 * hour);
    await this.repository.publish('targets', 'snapshot', 'timestamp');
    await this.logRelease();
  }

  /** Puts the newest release's leaf into the log, and its proof beside it. */
  private async logRelease(): Promise<void> {
    const { targets, root, signers } = this.repository;
    const list = targets.targets[listTarget]?.custom;
    if (list === undefined) return;
    const leaf = leafBytes(
      {
        ...{ _type: 'release', feed: this.alliance.log.origin, version: targets.version, time: fromNow(0) },
        ...{
          root: root.version,
          alliance: root['x-baize-alliance'] ?? '',
          list: list as ReleaseLeaf['list'],
        },
        ...this.lies,
      },
      null,
    );
    this.log.leaves.push(leaf);
    const cosigners = [...signers.timestamp.values()].map((signer) => ({
      signer,
      key: root.keys[signer.keyid]!,
    }));
    for (const [path, bytes] of await this.log.files(targets.version, cosigners)) this.files.set(path, bytes);
  }

  /** What a browser that took the newest release has seen of the log. */
  seen(checked: number): LogSeen {
    const { version } = this.repository.targets;
    const { checkpoint } = parseProof(this.files.get(feedFiles.proof(version))!);
    const newest = { ...parseCheckpoint(parseNote(checkpoint).text), note: checkpoint };
    return { newest, version, grown: newest, checked };
  }

  putDelta(from: string, delta: Uint8Array): void {
    this.files.set(feedFiles.delta(this.state, from), gzipSync(delta));
  }

  putTarget(name: string, bytes: Uint8Array, more: JsonObject): void {
    const sha256 = digest('sha256', bytes);
    this.repository.targets.targets[name] = { length: bytes.length, hashes: { sha256 }, ...more };
    this.files.set(feedFiles.target(sha256, name), bytes);
  }

  /** An alliance whose lists need `targets` signers and whose root needs `root` of the same number of members. */
  async members(targets: number, root: number): Promise<void> {
    this.repository.clear('root');
    this.repository.clear('targets');
    for (let i = 0; i < root; i += 1) {
      const key = await newKey('ed25519', { 'x-baize-member': `member ${i}` });
      this.repository.addKey('root', key);
      this.repository.addKey('targets', key);
    }
    this.repository.root.roles.root.threshold = root;
    this.repository.root.roles.targets.threshold = targets;
    this.repository.published.root.length = 0;
    this.repository.root.version = 1;
    await this.repository.publishAs('root');
    await this.sign();
  }

  async get(path: string): Promise<Uint8Array | null> {
    const name = /^metadata\/(.*)$/.exec(path)?.[1];
    return name === undefined
      ? (this.files.get(path) ?? null)
      : this.repository.fetchFile(name, Number.POSITIVE_INFINITY);
  }
}

function deltaBetween(before: List, text: Uint8Array): Uint8Array {
  const after = new List(text);
  const keys = new Set([...before.entries(), ...after.entries()].map(({ key }) => key));
  const changes = [...keys].sort().flatMap((key) => {
    const [old, fresh] = [before.find(key) ?? null, after.find(key) ?? null];
    return JSON.stringify(old) === JSON.stringify(fresh) ? [] : [{ key, before: old, after: fresh }];
  });
  return writeDelta(changes);
}

/** Answers a request in its own way; false leaves it to the feed. */
export type Tamper = (path: string, response: ServerResponse, request: IncomingMessage) => boolean;

/** A mirror: the feed's files over HTTP on loopback. */
export class Mirror {
  readonly feed: TestFeed;
  readonly requests: IncomingMessage[] = [];
  tamper: Tamper = () => false;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  private constructor(feed: TestFeed) {
    this.feed = feed;
  }

  static async open(feed: TestFeed): Promise<Mirror> {
    const mirror = new Mirror(feed);
    mirror.server.listen(0, '127.0.0.1');
    await once(mirror.server, 'listening');
    return mirror;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/feed/`;
  }

  /** Paths asked for, in order. */
  get paths(): string[] {
    return this.requests.map(({ url }) => url!.slice('/feed/'.length));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(request);
    const path = request.url!.slice('/feed/'.length);
    if (this.tamper(path, response, request)) return;
    const file = await this.feed.get(path);
    response.writeHead(file === null ? 404 : 200).end(file ?? 'There is nothing here.');
  }
}
