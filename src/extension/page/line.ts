import type { guardMessages, News, Reply, Request } from '../messages.ts';
import type { OpenShadow } from './shadows.ts';

export type GuardMessage = keyof typeof guardMessages;

/** The guard's door to the browser. */
export interface Background {
  send<N extends GuardMessage>(name: N, request: Request<N>): Promise<Reply<N>>;
  /** Calls back with what the background says, and answers it when that is done; returns how to stop that. */
  onNews(listener: (news: News) => Promise<void> | undefined): () => void;
  /** False once the extension was updated or removed and nobody answers any more. */
  isThere(): boolean;
  readonly openShadow: OpenShadow;
}

/** Asks the background, for this page or frame. @throws when it does not answer, or refuses */
export type Send = <N extends GuardMessage>(name: N, request: Omit<Request<N>, 'url'>) => Promise<Reply<N>>;

/** Null when it fails: for what is about a moment that will have passed. */
export function quietly<T>(reply: Promise<T>): Promise<T | null> {
  return reply.catch(() => null);
}
