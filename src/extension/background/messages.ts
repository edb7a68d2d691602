import { BaizeError } from '../../core/errors.ts';
import { type Answer, guardMessages, type MessageName, messages, type Request } from '../messages.ts';
import type { App } from './app.ts';
import * as feeds from './feeds.ts';
import * as guard from './guard.ts';
import type { Handler, Handlers, Sender } from './handlers.ts';
import * as reports from './report-handlers.ts';
import * as settings from './settings-handlers.ts';
import * as stop from './stop.ts';
import * as tabShow from './tab-show.ts';

const handlers: Handlers = {
  'guard.page': guard.page,
  'guard.addresses': guard.addresses,
  'tab.show': tabShow.show,
  'stop.show': stop.show,
  'stop.why': stop.why,
  'stop.proceed': stop.proceed,
  'report.preview': reports.preview,
  'report.send': reports.send,
  'report.list': reports.list,
  'feeds.show': feeds.show,
  'feeds.sync': feeds.sync,
  'settings.show': settings.show,
  'settings.change': settings.change,
  'proceed.list': settings.proceeds,
  'proceed.undo': settings.undo,
};

/** Who a message comes from, as the browser says; a page can not forge it. */
export interface MessageSender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly tab?: { readonly id?: number | undefined } | undefined;
  readonly frameId?: number | undefined;
  readonly documentLifecycle?: string | undefined;
}

/** What of the extension a message may come from. */
interface Own {
  readonly id: string;
  /** Address of the extension's own pages, ending with a slash. */
  readonly address: string;
}

/**
 * Whether a message is one of ours, from where it may come, and shaped as agreed: once, for all handlers.
 *
 * @returns null for what is none of ours: it gets no answer at all (attacks 50)
 */
export function accept(message: unknown, sender: MessageSender, own: Own) {
  const { baize: name, request } = (message ?? {}) as { baize?: unknown; request?: unknown };
  if (sender.id !== own.id || typeof name !== 'string' || !Object.hasOwn(messages, name)) return null;
  if (sender.url === undefined || !mayAsk(name, sender, own)) return null;
  const parsed = messages[name as MessageName].safeParse(request);
  if (!parsed.success) return null;
  if (Object.hasOwn(guardMessages, name) && !isOfPage((parsed.data as { url: string }).url, sender.url))
    return null;
  return { name: name as MessageName, request: parsed.data, from: senderOf(sender, sender.url) };
}

/** Guards speak for pages in tabs; everything else is for the extension's own pages. */
function mayAsk(name: string, { url, tab }: MessageSender, { address }: Own): boolean {
  return Object.hasOwn(guardMessages, name) ? tab?.id !== undefined : url!.startsWith(address);
}

/** A page changes its own address at will, but never to another origin. */
function isOfPage(url: string, page: string): boolean {
  return URL.canParse(url) && URL.canParse(page) && new URL(url).origin === new URL(page).origin;
}

function senderOf({ tab, frameId, documentLifecycle }: MessageSender, url: string): Sender {
  const active = documentLifecycle === undefined || documentLifecycle === 'active';
  return { url, tab: tab?.id ?? null, frame: frameId ?? 0, active };
}

/** Answers an accepted message; what goes wrong becomes an answer too. */
export async function answer<N extends MessageName>(
  app: App,
  name: N,
  request: Request<N>,
  from: Sender,
): Promise<Answer<N>> {
  try {
    return { ok: true, reply: await (handlers[name] as Handler<N>)(app, request, from) };
  } catch (error) {
    if (!(error instanceof BaizeError)) console.error(error);
    const code = error instanceof BaizeError ? error.code : 'input';
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}
