import { BaizeError } from '../../core/errors.ts';
import { type Answer, guardMessages, type MessageName, messages, type Request } from '../messages.ts';
import type { App } from './app.ts';
import * as copies from './copy-handlers.ts';
import * as entry from './entry-page.ts';
import * as feeds from './feeds.ts';
import * as guard from './guard.ts';
import type { Handler, Handlers, Sender } from './handlers.ts';
import * as picture from './picture-handler.ts';
import * as reports from './report-handlers.ts';
import * as settings from './settings-handlers.ts';
import * as stop from './stop.ts';
import * as tabShow from './tab-show.ts';

const handlers: Handlers = {
  'guard.page': guard.page,
  'guard.addresses': guard.addresses,
  'guard.copied': copies.copied,
  'guard.pasted': copies.pasted,
  'guard.marked': guard.marked,
  'guard.show': guard.show,
  'guard.load': guard.load,
  'guard.picture': picture.read,
  'guard.entry': entry.openFromPage,
  'tab.show': tabShow.show,
  'stop.show': stop.show,
  'stop.why': stop.why,
  'stop.proceed': stop.proceed,
  'report.preview': reports.preview,
  'report.draft': tabShow.keepDraft,
  'report.picture': reports.picture,
  'report.send': reports.send,
  'report.cancel': reports.cancel,
  'report.list': reports.list,
  'report.check': reports.check,
  'report.seen': reports.seen,
  'report.add': reports.add,
  'entry.open': entry.open,
  'troubles.show': async (app) => app.troubles.list,
  'feeds.show': feeds.show,
  'feeds.sync': feeds.sync,
  'feeds.forget': feeds.forget,
  'copies.show': copies.show,
  'copies.add': copies.add,
  'copies.forget': copies.forget,
  'settings.show': settings.show,
  'settings.change': settings.change,
  'gate.show': settings.gate,
  'proceed.list': settings.proceeds,
  'proceed.undo': settings.undo,
};

/** Who a message comes from, as the browser says; a page can not forge it. */
export interface MessageSender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  /** `null` as a text for a frame that has none of its own (a sandbox, `data:`). */
  readonly origin?: string | undefined;
  readonly tab?: { readonly id?: number | undefined; readonly incognito?: boolean | undefined } | undefined;
  readonly frameId?: number | undefined;
  readonly documentId?: string | undefined;
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
  if (Object.hasOwn(guardMessages, name) && !isOfPage((parsed.data as { url: string }).url, sender))
    return null;
  return { name: name as MessageName, request: parsed.data, from: senderOf(sender, sender.url) };
}

/** Guards speak for pages in tabs; everything else is for the extension's own pages. */
function mayAsk(name: string, { url, tab }: MessageSender, { address }: Own): boolean {
  return Object.hasOwn(guardMessages, name) ? tab?.id !== undefined : url!.startsWith(address);
}

/**
 * A page changes its own address at will, but never to another origin. What stands in a frame without an address of its
 * own (`about:blank`, `about:srcdoc`, `blob:`) has the origin of who made it; the browser names both, in Chromium and
 * Firefox alike. After `document.open` such a frame calls itself by its maker's address.
 */
function isOfPage(url: string, { url: page, origin }: MessageSender): boolean {
  const claimed = originOf(url);
  return claimed !== null && (claimed === originOf(page) || claimed === originOf(origin));
}

/** Of addresses that have no origin (`about:`, `data:`, `file:`) each kind is taken for one. */
function originOf(url: string | undefined): string | null {
  const parsed = url === undefined ? null : URL.parse(url);
  if (parsed === null) return null;
  return parsed.origin === 'null' ? parsed.protocol : parsed.origin;
}

function senderOf({ tab, frameId, documentId, documentLifecycle }: MessageSender, url: string): Sender {
  const active = documentLifecycle === undefined || documentLifecycle === 'active';
  return {
    ...{ url, tab: tab?.id ?? null, frame: frameId ?? 0, document: documentId ?? null },
    ...{ active, isPrivate: tab?.incognito === true },
  };
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
