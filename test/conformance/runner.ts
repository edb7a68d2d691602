import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Role } from '../core/tuf/repository.ts';

const executable = fileURLToPath(new URL('./client', import.meta.url));

/** Halves the client's start, and the tests start it some 300 times. */
const env = {
  ...process.env,
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)),
};

/** Runs the real client, as the public suite does: in a process of its own, judged by exit code and files. */
export class ClientRunner {
  readonly folder = mkdtempSync(join(tmpdir(), 'baize-tuf-'));
  readonly metadata = join(this.folder, 'metadata');
  readonly targets = join(this.folder, 'targets');
  private readonly server: string;

  constructor(server: string) {
    this.server = server;
  }

  init(root: Uint8Array): Promise<number> {
    const file = join(this.folder, 'initial_root.json');
    writeFileSync(file, root);
    return this.run('--metadata-dir', this.metadata, 'init', file);
  }

  refresh(): Promise<number> {
    return this.run('--metadata-url', `${this.server}/metadata/`, '--metadata-dir', this.metadata, 'refresh');
  }

  download(target: string): Promise<number> {
    const from = ['--metadata-url', `${this.server}/metadata`, '--target-base-url', `${this.server}/targets`];
    const to = ['--metadata-dir', this.metadata, '--target-dir', this.targets];
    return this.run(...from, 'download', '--target-name', target, ...to);
  }

  /** Exit code of the client, run far from the project's folder. */
  run(...args: string[]): Promise<number> {
    return new Promise((done, fail) => {
      const child = spawn(executable, args, { cwd: '/', env, stdio: ['ignore', 'ignore', 'ignore'] });
      child.on('error', fail);
      child.on('exit', (code) => done(code ?? -1));
    });
  }

  /** A trusted file in its bytes, or undefined. */
  file(role: Role): Buffer | undefined {
    const path = join(this.metadata, `${role}.json`);
    return existsSync(path) ? readFileSync(path) : undefined;
  }

  /** Version of each trusted role. */
  versions(): Partial<Record<Role, number>> {
    const roles = readdirSync(this.metadata).map((name) => name.replace(/\.json$/, '') as Role);
    return Object.fromEntries(
      roles.map((role) => [role, JSON.parse(this.file(role)!.toString()).signed.version]),
    );
  }

  /** Contents of all downloaded targets, by file name. */
  downloads(): Record<string, string> {
    const names = existsSync(this.targets) ? readdirSync(this.targets) : [];
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(this.targets, name), 'utf8')]));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
