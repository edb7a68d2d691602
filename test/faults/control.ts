import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in every package that is built for fault runs, and in no other. */
export const faultMark = '/pass?moment=';

/** Tells the doors of a package for fault runs to go on, until the moment at which the worker is to die. */
export class Control {
  /** Moments passed since `arm`. */
  moments = 0;
  private last = Number.POSITIVE_INFINITY;
  private stood: ((moment: string) => void) | null = null;
  private readonly server = createServer((request, response) => {
    const moment = new URL(request.url ?? '/', this.address).searchParams.get('moment') ?? '';
    this.moments += 1;
    // From there on nothing is answered: whatever else the worker does stands still too.
    if (this.moments < this.last) response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
    else if (this.moments === this.last) this.stood?.(moment);
  });

  static async open(): Promise<Control> {
    const control = new Control();
    control.server.listen(0, '127.0.0.1');
    await once(control.server, 'listening');
    return control;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo | null)?.port ?? 0}`;
  }

  /** Lets the worker stand still at a moment from now on. @returns when it does: what it was about to do, or has just done */
  arm(last: number): Promise<string> {
    this.moments = 0;
    this.last = last;
    return new Promise((resolve) => {
      this.stood = resolve;
    });
  }

  /** Lets every worker go on: to be called when the one that stood still is dead. */
  release(): void {
    this.last = Number.POSITIVE_INFINITY;
    this.stood = null;
    this.server.closeAllConnections();
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
