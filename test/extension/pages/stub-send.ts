import type { MessageName, Reply, Request } from '../../../src/extension/messages.ts';

/** What a test has put on the page before it loads, and what the page asked. */
interface Scene {
  /**
   * One answer a name: the reply, `{ fails: code }`, `{ waits: true }` for one that does not come, or
   * `{ once: reply }` for one that comes the first time only.
   */
  readonly replies: Readonly<Record<string, unknown>>;
  readonly calls: { readonly name: string; readonly request: unknown }[];
  /** Lets the answer come that a `{ waits: true }` has kept back. */
  settle(name: string, reply: unknown): void;
}

declare global {
  interface Window {
    scene: Scene;
  }
}

const waiting = new Map<string, (reply: unknown) => void>();

/** Stands for src/extension/send.ts: answers with what the test has staged. */
export async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Reply<N>> {
  window.scene.calls.push({ name, request });
  const reply = window.scene.replies[name];
  if (reply === undefined) throw new Error(`Nothing is staged for ${name}.`);
  if (typeof reply !== 'object' || reply === null) return reply as Reply<N>;
  const again = window.scene.calls.filter((call) => call.name === name).length > 1;
  const settled = 'waits' in reply || ('once' in reply && again) ? await late(name) : reply;
  if ('fails' in settled) throw new Error(String(settled.fails));
  return ('once' in settled ? settled.once : settled) as Reply<N>;
}

function late(name: string): Promise<object> {
  window.scene.settle = (settled, reply) => waiting.get(settled)?.(reply);
  return new Promise((done) => waiting.set(name, done as (reply: unknown) => void));
}
