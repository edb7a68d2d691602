import { browser } from 'wxt/browser';
import { BaizeError } from '../../core/errors.ts';
import { parseReport } from '../../core/report.ts';
import { toHex } from '../../core/tuf/bytes.ts';
import type { Request } from '../messages.ts';
import type { App } from './app.ts';
import { version } from './doors.ts';
import type { Handler } from './handlers.ts';
import { pictureBytes, reportPicture } from './page-picture.ts';
import { reportAddress } from './reports.ts';
import type { FeedRecord } from './store.ts';

/** The report that would be sent: the popup shows exactly this, and sends exactly what it showed. */
export const preview: Handler<'report.preview'> = async (app, request) => {
  const { subject, kind, note, contact } = request;
  const addresses = request.withAddresses ? await listedOrSeen(app, request) : [];
  const report = parseReport({
    ...{ id: newId(), subject, kind },
    ...(note === '' ? {} : { note }),
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(contact === undefined ? {} : { contact }),
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

export const picture: Handler<'report.picture'> = async (app, { tabId }) => {
  const capture = await app.pictures.show(tabId);
  if (capture === null) throw new BaizeError('input', 'Only a page that stands in front can be pictured.');
  return { picture: await reportPicture(capture) };
};

export const send: Handler<'report.send'> = async (app, request) => {
  const { report, tabId } = request;
  const picture = request.picture === null ? null : pictureBytes(request.picture);
  const { incognito } = await browser.tabs.get(tabId);
  if (incognito) return app.reports.sendWithoutTrace(report, picture, receiver(app));
  await app.expectReport();
  try {
    return await app.reports.send(report, picture, receiver(app));
  } finally {
    await app.planReports();
  }
};

export const cancel: Handler<'report.cancel'> = async (app, { id }) => {
  return { cancelled: await app.reports.cancel(id) };
};

export const list: Handler<'report.list'> = (app) => app.reports.list();

export const check: Handler<'report.check'> = async (app, { anew }) => {
  await app.reports.follow(app.lists.records, anew);
  await app.planReports();
  return app.reports.list();
};

export const seen: Handler<'report.seen'> = async (app) => {
  await app.reports.seen();
  await app.showBadge(null);
  return null;
};

export const add: Handler<'report.add'> = async (app, { id, note }) => {
  const sent = await app.reports.add(id, { id: newId(), note }, app.lists.records);
  await app.planReports();
  return sent;
};
