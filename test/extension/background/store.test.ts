import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { bundleOf, launchBare } from '../page/stage-parts.ts';
import type { Staged } from './staged-store.ts';

/* In a real Chromium: its IndexedDB, its canvas. */

declare const staged: Staged;

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  bundle = await bundleOf('../background/staged-store.ts');
  browser = await launchBare();
});
afterAll(() => browser.close());

/** A page of an origin of its own: there nothing is stored yet. */
async function page(): Promise<Page> {
  const context = await browser.newContext();
  await context.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>page</p>' }));
  const opened = await context.newPage();
  await opened.goto('https://store.example/');
  await opened.evaluate(bundle);
  return opened;
}

describe('the store', () => {
  test('of version 1 keeps its reports, completed', async () => {
    const opened = await page();
    const reports = await opened.evaluate(async () => {
      const report = { id: 'sample-report-0001', subject: 'https://site.example/', kind: 'phishing' };
      const old = { report, feed: 'https://feed.example/', created: '2026-05-03T08:00:00Z' };
      await new Promise<void>((done, fail) => {
        const request = indexedDB.open('baize', 1);
        request.onupgradeneeded = () => {
          for (const name of ['feeds', 'before', 'texts', 'hashes', 'reports', 'values']) {
            request.result.createObjectStore(name);
          }
        };
        request.onerror = () => fail(request.error);
        request.onsuccess = () => {
          const change = request.result.transaction('reports', 'readwrite');
          const kept = { ...old, state: 'received', receipt: 'sample-receipt-01', error: null };
          change.objectStore('reports').put(kept, report.id);
          change.oncomplete = () => {
            request.result.close();
            done();
          };
        };
      });
      return staged.reportStore(new staged.Connection(() => {}), staged.memory()).all();
    });
    expect(reports).toEqual([
      expect.objectContaining({
        state: 'received',
        receipt: 'sample-receipt-01',
        additions: [],
        isNews: false,
      }),
    ]);
    expect(reports[0]).toMatchObject({ reason: null, since: null, asked: null, picture: null });
  });

  test('forgets the picture of a report with the report', async () => {
    const opened = await page();
    const left = await opened.evaluate(async () => {
      const store = staged.reportStore(new staged.Connection(() => {}), staged.memory());
      await store.putPicture('one', Uint8Array.of(1, 2, 3));
      const before = [...((await store.picture('one')) ?? [])];
      await store.remove('one');
      return [before, await store.picture('one')];
    });
    expect(left).toEqual([[1, 2, 3], undefined]);
  });
});

describe('a picture for a report', () => {
  /** Draws noise, which no compression makes small, and has it made into a picture. */
  const made = async (width: number, height: number) =>
    (await page()).evaluate(
      async ([w, h]) => {
        const canvas = new OffscreenCanvas(w, h);
        const context = canvas.getContext('2d')!;
        const noise = context.createImageData(w, h);
        for (let at = 0; at < noise.data.length; at += 65_536) {
          crypto.getRandomValues(noise.data.subarray(at, at + 65_536));
        }
        for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
        context.putImageData(noise, 0, 0);
        const address = await staged.reportPicture(canvas.transferToImageBitmap());
        const bytes = staged.pictureBytes(address);
        const back = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
        const start = [...bytes.subarray(0, 3)];
        return { size: bytes.length, start, width: back.width, height: back.height };
      },
      [width, height] as const,
    );

  test('is a JPEG within the bound, in the proportions of the screen', async () => {
    const { size, start, width, height } = await made(1_600, 1_280);
    expect(start).toEqual([0xff, 0xd8, 0xff]);
    expect(size).toBeLessThanOrEqual(limits.reportPictureBytes);
    expect(width).toBeLessThan(limits.reportPictureSide);
    expect(width / height).toBeCloseTo(1_600 / 1_280, 2);
  });

  test('is no larger than what was seen', async () => {
    expect(await made(200, 100)).toMatchObject({ width: 200, height: 100 });
  });
});
