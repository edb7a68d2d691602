import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digest, type Repository } from '../core/tuf/repository.ts';

/** Serves a repository on loopback: `/metadata/…` and `/targets/…`. */
export class RepositoryServer {
  readonly repository: Repository;
  /** Target paths asked for, in order, decoded. */
  readonly targetRequests: string[] = [];
  /** Answers of its own for a path, `/metadata/2.root.json` say. */
  readonly answers = new Map<string, (response: ServerResponse) => void>();
  private readonly server: Server;

  constructor(repository: Repository) {
    this.repository = repository;
    this.server = createServer(async ({ url = '' }, response) => {
      const answer = this.answers.get(url);
      if (answer) return answer(response);
      const bytes = await this.find(url);
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async find(url: string): Promise<Uint8Array | null> {
    const [, folder, name = ''] = /^\/(metadata|targets)\/(.*)$/.exec(url) ?? [];
    if (folder === 'metadata') return this.repository.fetchFile(name, Number.POSITIVE_INFINITY);
    return this.findTarget(decodeURIComponent(name));
  }

  /** With consistent snapshots the name must carry a digest that the targets metadata list. */
  private findTarget(served: string): Uint8Array | null {
    this.targetRequests.push(served);
    const [, folder, prefix, name] = /^(.*\/)?(?:([0-9a-f]+)\.)?([^/]*)$/.exec(served) ?? [];
    const path = this.repository.root.consistent_snapshot ? `${folder ?? ''}${name}` : served;
    const listed = this.repository.targets.targets[path]?.hashes ?? {};
    const fits = !this.repository.root.consistent_snapshot || Object.values(listed).includes(prefix ?? '');
    return (fits && this.repository.files.get(path)) || null;
  }
}

/** A target request's path as a repository with consistent snapshots names it. */
export function hashed(path: string, content: string, algorithm = 'sha256'): string {
  const at = path.lastIndexOf('/') + 1;
  return `${path.slice(0, at)}${digest(algorithm, Buffer.from(content))}.${path.slice(at)}`;
}
