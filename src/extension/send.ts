import { browser } from 'wxt/browser';
import { BaizeError, type ErrorCode } from '../core/errors.ts';
import type { Answer, Envelope, MessageName, Reply, Request } from './messages.ts';

/**
 * Asks the background and waits for its reply.
 *
 * @throws BaizeError with the background's code and sentence; `network` when the background did not answer
 */
export async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Reply<N>> {
  const envelope = { baize: name, request } as Envelope<N>;
  const answer = (await ask(envelope)) as Answer<N> | undefined;
  if (answer === undefined) throw new BaizeError('network', 'The extension did not answer. Reload the page.');
  if (answer.ok) return answer.reply;
  throw new BaizeError(answer.code as ErrorCode, answer.message);
}

async function ask(envelope: Envelope): Promise<unknown> {
  try {
    return await browser.runtime.sendMessage(envelope);
  } catch (cause) {
    throw new BaizeError('network', 'The extension did not answer. Reload the page.', { cause });
  }
}
