import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sourceOf } from '../../src/registry/release/source.ts';
import { openFeed } from '../../src/registry/release/verify.ts';
import { until } from '../lib/browser.ts';
import { type Registry, runBaize, startBaize } from '../lib/registry.ts';
import type { Sample } from './samples.ts';

/** The demo's members: sample data, no such institutions exist. */
const members = [
  { id: 'heron', en: 'Heron Watch (sample)', zhCN: '鹭哨（示例）', zhTW: '鷺哨（示例）' },
  { id: 'otter', en: 'Otter Labs (sample)', zhCN: '水獭实验室（示例）', zhTW: '水獺實驗室（示例）' },
  { id: 'crane', en: 'Crane Exchange (sample)', zhCN: '鹤交易所（示例）', zhTW: '鶴交易所（示例）' },
] as const;

export type MemberId = (typeof members)[number]['id'];

/** So many members have to agree: on an entry, on a release, on the next root. */
const quorum = '2';
/** How often co-signers look for a proposal, in seconds. */
const watch = '1';

/**
 * Three sample members of whom two have to agree, each with its own keys and co-signer, all on this machine: founded and
 * driven by the command line, as members would do it.
 */
export class SampleAlliance {
  readonly registry: Registry;
  private readonly folder: string;
  private readonly cosigners: ChildProcess[] = [];

  /** @param folder for what belongs to the members and not to the registry */
  constructor(registry: Registry, folder: string) {
    this.registry = registry;
    this.folder = folder;
  }

  /** Makes everybody's keys and holds the ceremony that founds the alliance. */
  async found(name: string): Promise<void> {
    const { registry, folder } = this;
    mkdirSync(join(registry.data, 'keys'), { recursive: true, mode: 0o700 });
    const keys = await Promise.all(members.map(({ id }) => this.makeKeys(id)));
    const log = await this.makeKey(join(registry.data, 'keys', 'log.key'), 'log');
    const draft = join(folder, 'alliance.json');
    const edit = (...words: string[]) => runBaize(...words, '--draft', draft, '--data', registry.data);
    await edit('member', 'set', '--name', name, '--url', registry.feed, '--log-key', log);
    for (const [i, { id, en, zhCN, zhTW }] of members.entries()) {
      const names = ['--name', en, '--name-zh-CN', zhCN, '--name-zh-TW', zhTW];
      await edit('member', 'add', id, ...names, '--reviewer', keys[i]!.vote);
    }
    await edit('member', 'set', '--quorum', quorum, '--contact', await this.makeContact());
    await this.holdCeremony(draft, keys);
  }

  private async holdCeremony(draft: string, keys: readonly { root: string; cosigner: string }[]) {
    const root = join(this.folder, 'root-1.json');
    const publics = keys.flatMap((key) => ['--key', key.root, '--key', key.cosigner]);
    const thresholds = ['--threshold', quorum, '--release-threshold', quorum];
    const { data } = this.registry;
    await runBaize('root', 'init', draft, ...publics, ...thresholds, '--out', root, '--data', data);
    for (const { id } of members.slice(0, Number(quorum))) {
      await runBaize('root', 'sign', root, '--key', this.keyOf(id, 'root'), '--yes', '--data', data);
    }
    await runBaize('root', 'publish', root, '--data', data);
  }

  /** @returns the files with the public parts */
  private async makeKeys(id: MemberId) {
    mkdirSync(join(this.folder, id, 'keys'), { recursive: true, mode: 0o700 });
    const make = (use: 'root' | 'cosigner' | 'vote') => this.makeKey(this.keyOf(id, use), use, id);
    return { root: await make('root'), cosigner: await make('cosigner'), vote: await make('vote') };
  }

  /** The age identity that opens how reporters can be reached: an alliance's members share it. */
  get contactKey(): string {
    return join(this.folder, 'contact.key');
  }

  /** @returns the recipient that reporters seal for */
  private async makeContact(): Promise<string> {
    const identity = await generateX25519Identity();
    writeFileSync(this.contactKey, `${identity}\n`, { mode: 0o600 });
    return identityToRecipient(identity);
  }

  private async makeKey(file: string, use: string, member?: MemberId): Promise<string> {
    const whose = member === undefined ? [] : ['--member', member];
    const made = await runBaize('key', 'new', file, '--use', use, ...whose, '--no-passphrase', '--json');
    writeFileSync(`${file}.pub`, made);
    return `${file}.pub`;
  }

  /** Where a member's key lies: `root`, `cosigner` or `vote`. */
  keyOf(id: MemberId, use: string): string {
    return join(this.folder, id, 'keys', `${use}.key`);
  }

  /** Starts every member's co-signer. */
  async startCosigners(): Promise<void> {
    for (const { id } of members) {
      const options = ['--watch', watch, '--data', join(this.folder, id)];
      this.cosigners.push(startBaize('cosign', this.registry.feed, ...options));
    }
    await until('the first release', async () => {
      const ended = this.cosigners.find(({ exitCode }) => exitCode !== null);
      if (ended !== undefined) throw new Error(`A co-signer ended with ${ended.exitCode}.`);
      return this.isOut(0);
    });
  }

  async stopCosigners(): Promise<void> {
    const running = this.cosigners.splice(0).filter(({ exitCode }) => exitCode === null);
    const ended = running.map((cosigner) => once(cosigner, 'exit'));
    for (const cosigner of running) cosigner.kill('SIGTERM');
    await Promise.all(ended);
  }

  /** A member votes for an entry; it goes to the registry like every vote, over HTTP. */
  async vote(id: MemberId, { key, kind, caution, reason }: Sample): Promise<void> {
    const about = [
      '--kind',
      kind,
      ...(caution ? ['--caution'] : []),
      ...(reason ? ['--reason', reason] : []),
    ];
    const where = ['--registry', `${this.registry.address}/`, '--data', join(this.folder, id)];
    await runBaize('vote', 'list', key, ...about, ...where);
  }

  /** Two members agree on these entries; waits until they are published. */
  async agreeOn(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) {
      await Promise.all([this.vote('heron', sample), this.vote('otter', sample)]);
    }
    await until('the release with the sample entries', () => this.isOut(samples.length));
  }

  /** Whether a release with at least so many entries is out. */
  private async isOut(entries: number): Promise<boolean> {
    const feed = await openFeed(sourceOf(this.registry.feed), new Date()).catch(() => null);
    return feed !== null && feed.state.entries >= entries;
  }
}
