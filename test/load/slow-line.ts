import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

/** One transfer of a whole list, as its server saw it. */
export interface Transfer {
  readonly bytes: number;
  sent: number;
  seconds: number;
  /** Null while it is under way. */
  isWhole: boolean | null;
}

/** A feed's folder over HTTP, of which whole lists come as over a slow line, and deltas not at all. */
export class SlowLine {
  readonly transfers: Transfer[] = [];
  /** What the first request said of languages. */
  language: string | undefined;
  /** The feed's folder; may be exchanged. */
  folder: string;
  private readonly bytesPerSecond: number;
  private readonly server = createServer((request, response) => this.answer(request, response));

  constructor(folder: string, bitsPerSecond: number) {
    this.folder = folder;
    this.bytesPerSecond = bitsPerSecond / 8;
  }

  async open(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.language ??= request.headers['accept-language'];
    const path = /^\/feed\/([\w./-]+)$/.exec(request.url ?? '')?.[1] ?? '';
    const file = path.startsWith('delta/') || path.includes('..') ? null : this.read(path);
    if (file === null) response.writeHead(404).end();
    else if (path.endsWith('.list.txt.gz')) this.drip(file, response);
    else response.writeHead(200).end(file);
  }

  private read(path: string): Buffer | null {
    try {
      return readFileSync(join(this.folder, path));
    } catch {
      return null;
    }
  }

  private drip(file: Buffer, response: ServerResponse): void {
    const transfer: Transfer = { bytes: file.length, sent: 0, seconds: 0, isWhole: null };
    this.transfers.push(transfer);
    const began = performance.now();
    const timer = setInterval(() => {
      transfer.seconds = (performance.now() - began) / 1_000;
      const until = Math.min(file.length, Math.round(transfer.seconds * this.bytesPerSecond));
      response.write(file.subarray(transfer.sent, until));
      transfer.sent = until;
      if (until === file.length) response.end();
    }, 200);
    response.on('close', () => {
      clearInterval(timer);
      transfer.isWhole = response.writableFinished;
    });
    response.writeHead(200, { 'content-length': file.length });
  }
}
