import type { MessageName, Reply, Request } from '../../../src/extension/messages.ts';

/** What a test has put on the page before it loads, and what the page asked. */
interface Scene {
  /**
   * One answer a name: the reply, `{ fails: code }`, `{ waits: true }` for one that does not come, or
   * `{ once: reply }` for one that comes the first time only.
   */
  readonly replies: Readonly<Record<string, unknown>>;
  readonly calls: { readonly name: string; readonly request: unknown }[];
}

declare global {
  interface Window {
    scene: Scene;
  }
}

/** Stands for src/extension/send.ts: answers with what the test has staged. */
export async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Reply<N>> {
  window.scene.calls.push({ name, request });
  const reply = window.scene.replies[name];
  if (reply === undefined) throw new Error(`Nothing is staged for ${name}.`);
  if (typeof reply !== 'object' || reply === null) return reply as Reply<N>;
  const again = window.scene.calls.filter((call) => call.name === name).length > 1;
  if ('waits' in reply || ('once' in reply && again)) return new Promise(() => {});
  if ('fails' in reply) throw new Error(String(reply.fails));
  return ('once' in reply ? reply.once : reply) as Reply<N>;
}
