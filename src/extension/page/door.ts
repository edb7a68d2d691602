import { BaizeError, type ErrorCode } from '../../core/errors.ts';
import type { Answer, News, Reply, Request } from '../messages.ts';
import type { Background, GuardMessage } from './line.ts';

type Runtime = typeof import('wxt/browser')['browser']['runtime'];

/** What both browsers give to content scripts, with promises; Chromium has a way into closed shadow trees besides. */
interface Own {
  readonly runtime: Runtime;
  readonly dom?: { openOrClosedShadowRoot(element: Element): ShadowRoot | null };
}

let own: Own | undefined;

/** Asked for when it is needed: browsers make it anew in every frame, and most frames have nothing to say. */
function door(): Own {
  own ??= ownOf(globalThis as { browser?: Own; chrome?: Own });
  return own;
}

// Not by `wxt/browser`: its polyfill would run in every frame of every page, for nothing that is used here.
function ownOf(world: { browser?: Own; chrome?: Own }): Own {
  return world.browser?.runtime === undefined ? world.chrome! : world.browser;
}

/** The guard's door to the browser. */
export const background: Background = {
  async send<N extends GuardMessage>(name: N, request: Request<N>): Promise<Reply<N>> {
    const answer = (await door().runtime.sendMessage({ baize: name, request })) as Answer<N> | undefined;
    if (answer?.ok) return answer.reply;
    throw new BaizeError((answer?.code ?? 'network') as ErrorCode, answer?.message ?? 'Nobody answered.');
  },

  onNews(listener) {
    const { runtime } = door();
    const hear = (message: unknown, sender: { id?: string; tab?: unknown }, reply: () => void) => {
      const isOwn = sender.id === runtime.id && sender.tab === undefined;
      if (!isOwn || typeof message !== 'object' || message === null) return undefined;
      const done = listener(message as News);
      void done?.then(reply);
      return done === undefined ? undefined : true;
    };
    runtime.onMessage.addListener(hear);
    // Once the extension is gone, its events may be, too.
    return () => runtime.onMessage?.removeListener(hear);
  },

  // Once the extension is gone, Chromium takes all of `runtime` away.
  isThere: () => (door() as Partial<Own>).runtime?.id !== undefined,

  openShadow(element) {
    const { dom } = door();
    if (dom !== undefined) return dom.openOrClosedShadowRoot(element);
    const { openOrClosedShadowRoot } = element as { openOrClosedShadowRoot?: ShadowRoot | null };
    return openOrClosedShadowRoot ?? element.shadowRoot;
  },
};
