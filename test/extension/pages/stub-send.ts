import type { MessageName, Reply, Request } from '../../../src/extension/messages.ts';

/** What a test has put on the page before it loads, and what the page asked. */
export interface Staged {
  /** One answer a name: the reply, `{ fails: code }`, or `{ waits: true }` for one that does not come. */
  readonly replies: Readonly<Record<string, unknown>>;
  readonly calls: { readonly name: string; readonly request: unknown }[];
}

declare global {
  interface Window {
    staged: Staged;
  }
}

/** Stands for src/extension/send.ts: answers with what the test has staged. */
export async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Reply<N>> {
  window.staged.calls.push({ name, request });
  const reply = window.staged.replies[name];
  if (reply === undefined) throw new Error(`Nothing is staged for ${name}.`);
  if (typeof reply === 'object' && reply !== null && 'waits' in reply) return new Promise(() => {});
  if (typeof reply === 'object' && reply !== null && 'fails' in reply) throw new Error(String(reply.fails));
  return reply as Reply<N>;
}
