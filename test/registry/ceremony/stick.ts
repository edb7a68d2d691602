import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { run, tempFolder } from '../workspace.ts';

/** A folder as members carry it around: keys, drafts and proposals, and the registry that they are put in force in. */
export class Stick {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Stick> {
    return new Stick(await tempFolder());
  }

  /** Three members, each with keys for root and co-signer; roots and releases need two. Root 1 is in force. */
  static async founded(...members: string[]): Promise<Stick> {
    const stick = await Stick.create();
    await stick.draft(...members);
    await stick.done(
      'root',
      'init',
      stick.at('alliance.json'),
      ...stick.keyOptions(...members),
      ...stick.two(),
    );
    await stick.sign('root-1.json', ...members.slice(0, 2));
    await stick.done('root', 'publish', stick.at('root-1.json'));
    return stick;
  }

  /** Keys for each member, and a draft that names them. */
  async draft(...members: string[]): Promise<void> {
    await this.newKey('log');
    await mkdir(this.at('data/keys'), { recursive: true });
    await rename(this.at('log.key'), this.at('data/keys/log.key'));
    await this.done(
      'member',
      'set',
      '--name',
      'Sample',
      '--url',
      'https://feed.example/',
      '--log-key',
      this.at('log.pub'),
    );
    for (const member of members) await this.join(member);
    await this.done('member', 'set', '--quorum', '2');
  }

  /** One more member with its keys in the draft. */
  async join(member: string): Promise<void> {
    for (const use of ['root', 'cosigner', 'vote']) await this.newKey(use, member);
    const about = ['--name', `The ${member}`, '--reviewer', this.at(`${member}.vote.pub`)];
    await this.done('member', 'add', member, ...about);
  }

  /** A key without a passphrase, and its public part; `again` for one that takes its place. */
  async newKey(use: string, member?: string, again = ''): Promise<void> {
    const name = member === undefined ? use : `${member}.${use}${again}`;
    const whose = member === undefined ? [] : ['--member', member];
    await this.done('key', 'new', this.at(`${name}.key`), '--use', use, ...whose, '--no-passphrase');
    await writeFile(this.at(`${name}.pub`), await this.done('key', 'export', this.at(`${name}.key`)));
  }

  keyOptions(...members: string[]): string[] {
    return members.flatMap((member) =>
      ['root', 'cosigner'].flatMap((use) => ['--key', this.at(`${member}.${use}.pub`)]),
    );
  }

  two(): string[] {
    return ['--threshold', '2', '--release-threshold', '2', '--out', this.at('root-1.json')];
  }

  /** Writes the next root. */
  async propose(out: string, ...options: string[]): Promise<string> {
    return this.done('root', 'propose', '--out', this.at(out), ...options);
  }

  /** Signs with the root keys of these members. */
  async sign(file: string, ...keys: string[]): Promise<void> {
    for (const key of keys) await this.done(...this.signing(file, key));
  }

  /** The same for a root of a version of which they have signed another. */
  async signAgain(file: string, ...keys: string[]): Promise<void> {
    for (const key of keys) await this.done(...this.signing(file, key), '--again');
  }

  signing(file: string, key: string): string[] {
    const name = key.includes('.') ? key : `${key}.root`;
    return ['root', 'sign', this.at(file), '--key', this.at(`${name}.key`), '--yes'];
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  async json(name: string) {
    return JSON.parse(await readFile(this.at(name), 'utf8'));
  }

  /** Runs a command that must succeed; what it printed. */
  async done(...args: string[]): Promise<string> {
    const { code, out, err } = await this.baize(...args);
    expect(`${args.join(' ')}: ${code} ${err}`).toContain(': 0');
    return out;
  }

  /** Runs a command that must be refused; what it said. */
  async refused(...args: string[]): Promise<string> {
    const { code, err } = await this.baize(...args);
    expect({ args, code, err }).toMatchObject({ code: 1 });
    return err;
  }

  baize(...args: string[]) {
    const hasDraft = args[0] === 'member' && args[1] !== 'requests';
    const draft = hasDraft ? ['--draft', this.at('alliance.json')] : [];
    return run([...args, ...draft, '--data', this.at('data')]);
  }

  /** The root in force. */
  async status() {
    return JSON.parse(await this.done('root', 'status', '--json'));
  }
}
