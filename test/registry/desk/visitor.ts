import { generateKeyPairSync, sign } from 'node:crypto';
import type { Me } from '../../../src/registry/desk/api.ts';

/** What signs a person in: the reviewer's own key. */
export interface DeskKey {
  readonly public: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A new key that is nobody's yet. */
export function newDeskKey(): DeskKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    public: der.subarray(-32).toString('hex'),
    sign: async (message) => sign(null, message, privateKey),
  };
}

/** A registry as a browser reaches it. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response> | Response;

/** A browser at the desk: keeps its cookie and sends what the console sends. */
export class Visitor {
  cookie = '';
  csrf = '';
  private readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  /** Sends what the console would, but for what a test changes. */
  async send(method: string, path: string, body?: unknown, change: Record<string, string> = {}) {
    const headers = {
      ...{ 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      ...{ cookie: this.cookie, 'x-baize-csrf': this.csrf, ...change },
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await this.ask(`/v1/console${path}`, init);
    const given = response.headers.get('set-cookie')?.split(';')[0];
    if (given !== undefined) this.cookie = given;
    return response;
  }

  /** Asks for something that has to be there. */
  async get<T>(path: string): Promise<T> {
    const response = await this.send('GET', path);
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** The status of a change. */
  async post(path: string, body: unknown = {}): Promise<number> {
    return (await this.send('POST', path, body)).status;
  }

  async challenge(key: string): Promise<string> {
    const response = await this.send('POST', '/signin/challenge', { key });
    return (await response.json()).challenge;
  }

  async answer(key: DeskKey, challenge: string): Promise<Response> {
    const signature = Buffer.from(await key.sign(Buffer.from(challenge))).toString('hex');
    return this.send('POST', '/signin', { key: key.public, challenge, signature });
  }

  async signIn(key: DeskKey): Promise<Me> {
    const response = await this.answer(key, await this.challenge(key.public));
    if (response.status !== 200) throw new Error(`Not signed in: ${await response.text()}`);
    const me: Me = await response.json();
    this.csrf = me.csrf;
    return me;
  }
}
