import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { bundleOf, launchBare } from '../page/stage-parts.ts';
import { entries, TestFeed } from './feed.ts';
import type { Staged } from './staged-store.ts';

/* In a real Chromium: its IndexedDB, its canvas. */

declare const staged: Staged;

/** What the test of a full disk leaves in its page. */
interface FullDisk {
  put(which: number, size: number): Promise<string>;
  held(): Promise<readonly [number, number, boolean]>;
}

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

/** A record of a feed's newest release, as a page can be handed it. */
function recordOf({ repository, alliance }: TestFeed) {
  const role = (name: 'root' | 'timestamp' | 'snapshot' | 'targets') => [
    ...repository.published[name].at(-1)!,
  ];
  const trusted = {
    ...{ root: role('root'), timestamp: role('timestamp') },
    ...{ snapshot: role('snapshot'), targets: role('targets') },
  };
  return { trusted, alliance };
}

describe('a full disk', () => {
  test('costs the list before, then the new one; the one in force stays, and it is tried again', async () => {
    const opened = await page();
    const session = await opened.context().newCDPSession(opened);
    const origin = 'https://store.example';
    const feed = await TestFeed.create(entries('a.test'));
    const records = [recordOf(feed)];
    for (const name of ['b.test', 'c.test']) {
      await feed.release(entries(name));
      records.push(recordOf(feed));
    }
    await opened.evaluate((all) => {
      const connection = new staged.Connection(() => {});
      const store = staged.feedStore(connection);
      const revived = all.map(({ trusted, alliance }) => ({
        ...{ feed: 'f', alliance, source: 'synced', checked: 1, failures: 0, error: null, faulty: [] },
        trusted: Object.fromEntries(
          Object.entries(trusted).map(([role, file]) => [role, Uint8Array.from(file)]),
        ),
      }));
      const put = async (which: number, size: number) => {
        const text = new Uint8Array(size);
        for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(text.subarray(at, at + 65_536));
        const list = { text, hashes: new Uint32Array(1), hashesDigest: '' };
        return store.commit(revived[which] as never, list).then(
          () => 'stored',
          ({ code }) => code,
        );
      };
      const sourceOf = (one: unknown) =>
        revived.findIndex(
          ({ trusted }) =>
            JSON.stringify(trusted) === JSON.stringify((one as { trusted?: unknown })?.trusted),
        );
      const held = async () => [
        sourceOf(await store.feed('f')),
        sourceOf(await store.before('f')),
        connection.isFailing,
      ];
      Object.assign(globalThis, { put, held });
    }, records);
    const put = (which: number, size: number) =>
      opened.evaluate(([w, s]) => (globalThis as unknown as FullDisk).put(w, s), [which, size] as const);
    const held = () => opened.evaluate(() => (globalThis as unknown as FullDisk).held());
    // Set at first: Chromium asks how much room there is only now and then.
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2_000_000 });
    expect([await put(0, 1_000), await put(1, 1_000)]).toEqual(['stored', 'stored']);
    expect(await held()).toEqual([1, 0, false]);
    expect(await put(2, 4_000_000)).toBe('store');
    expect(await held()).toEqual([1, -1, true]);
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    expect(await put(2, 4_000_000)).toBe('stored');
    expect(await held()).toEqual([2, 1, false]);
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
