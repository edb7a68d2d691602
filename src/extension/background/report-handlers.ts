import { browser } from 'wxt/browser';
import { BaizeError } from '../../core/errors.ts';
import { parseReport } from '../../core/report.ts';
import { toHex } from '../../core/tuf/bytes.ts';
import type { Request } from '../messages.ts';
import type { App } from './app.ts';
import { version } from './doors.ts';
import type { Handler } from './handlers.ts';
import { reportAddress } from './reports.ts';
import type { FeedRecord } from './store.ts';

/** The report that would be sent: the popup shows exactly this, and sends exactly what it showed. */
export const preview: Handler<'report.preview'> = async (app, request) => {
  const { subject, kind, note } = request;
  const addresses = request.withAddresses ? await listedOrSeen(app, request) : [];
  const report = parseReport({
    ...{ id: newId(), subject, kind },
    ...(note === '' ? {} : { note }),
    ...(addresses.length === 0 ? {} : { addresses }),
    ...{ language: app.settings.language, version: version() },
  });
  return { report, to: reportAddress(receiver(app)) };
};

async function listedOrSeen(app: App, { tabId }: Request<'report.preview'>): Promise<string[]> {
  const note = await app.tabs.note(tabId);
  return (note?.addresses ?? []).slice(0, 50).map(({ key }) => key);
}

function newId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

function receiver(app: App): FeedRecord {
  const [record] = app.lists.records;
  if (record === undefined) throw new BaizeError('input', 'This build follows no feed to report to.');
  return record;
}

export const send: Handler<'report.send'> = async (app, { report, tabId }) => {
  const { incognito } = await browser.tabs.get(tabId);
  if (incognito) return app.reports.sendWithoutTrace(report, receiver(app));
  const sent = await app.reports.send(report, receiver(app));
  if (sent.state === 'waiting') await app.planReports();
  return sent;
};

export const list: Handler<'report.list'> = (app) => app.reports.list(app.lists.records);
