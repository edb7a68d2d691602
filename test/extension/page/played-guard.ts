import type { Finding, PageReply, Reply, Request } from '../../../src/extension/messages.ts';
import { Guard } from '../../../src/extension/page/guard.ts';

/** What a test plays: the background's answers. Everything else is the guard itself, in a world of its own. */
export interface Played {
  page: PageReply;
  listed: Finding[];
  gone: boolean;
  /** Opens the banner's shadow tree, for tools that look at pages from within. */
  open: boolean;
  /** Milliseconds until the next answer comes. */
  delay: number;
  calls: { name: string; request: Request<'guard.page'> | Request<'guard.addresses'> }[];
  root: ShadowRoot | null;
  listChanged: () => void;
}

declare global {
  var played: Played;
}

const attachShadow = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  played.root = attachShadow.call(this, played.open ? { ...init, mode: 'open' } : init);
  return played.root;
};

new Guard({
  async send(name, request) {
    played.calls.push({ name, request });
    if (played.gone) throw new Error('Extension context invalidated.');
    const reply = 'keys' in request ? addresses(request.keys) : played.page;
    await new Promise((done) => setTimeout(done, played.delay));
    return reply as Reply<typeof name>;
  },
  onListChanged(listener) {
    played.listChanged = listener;
    return () => {
      played.listChanged = () => {};
    };
  },
  isThere: () => !played.gone,
}).start();

function addresses(keys: readonly string[]): Reply<'guard.addresses'> {
  return { findings: played.listed.filter(({ key }) => keys.includes(key)) };
}
