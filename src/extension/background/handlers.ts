import type { MessageName, Reply, Request } from '../messages.ts';
import type { App } from './app.ts';

/** Who sent a message. `tab` is null for the popup. */
export interface Sender {
  readonly url: string;
  readonly tab: number | null;
  /** 0 is the page itself, all else stands in a frame of it. */
  readonly frame: number;
  /** The browser's name of the document in that frame; null where it gives none. */
  readonly document: string | null;
  /** False for a page that is loaded ahead and not shown. */
  readonly active: boolean;
  /** Of a private window: nothing of it is stored beyond the session. */
  readonly isPrivate: boolean;
}

export type Handler<N extends MessageName> = (
  app: App,
  request: Request<N>,
  from: Sender,
) => Promise<Reply<N>>;

export type Handlers = { readonly [N in MessageName]: Handler<N> };
