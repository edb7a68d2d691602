import { afterEach, expect, test, vi } from 'vitest';
import type { App } from '../../../src/extension/background/app.ts';
import type { Sender } from '../../../src/extension/background/handlers.ts';
import { PictureReader } from '../../../src/extension/background/picture.ts';
import { read } from '../../../src/extension/background/picture-handler.ts';

const src = 'https://pictures.example/code.png';
const request = { url: 'https://page.example/', x: 0, y: 0, width: 0.2, height: 0.2 };
const from: Sender = {
  ...{ url: 'https://page.example/', tab: 7, frame: 3, document: null },
  ...{ active: true, isPrivate: false },
};

/** A reader whose network answers with text, and what was asked of it. */
function played() {
  const asked: { url: string; init: RequestInit }[] = [];
  const pictures = new PictureReader(async (url, init) => {
    asked.push({ url, init });
    return new Response('no picture', { headers: { 'content-type': 'text/html' } });
  });
  const ask = (sender: Sender) => read({ pictures } as App, request, sender);
  return { pictures, asked, ask };
}

afterEach(() => vi.useRealTimers());

test('a picture is fetched only after the person asked, once, and without anything of theirs', async () => {
  const { pictures, asked, ask } = played();
  expect(await ask(from)).toBeNull();
  expect(asked).toEqual([]);
  pictures.asked(7, 3, src);
  expect(await ask(from)).toBeNull();
  expect(await ask(from)).toBeNull();
  expect(asked.map(({ url }) => url)).toEqual([src]);
  expect(asked[0]?.init).toMatchObject({
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  });
});

test('another tab, another frame and a page that is not shown have nothing fetched', async () => {
  const { pictures, asked, ask } = played();
  pictures.asked(7, 3, src);
  await ask({ ...from, tab: 8 });
  await ask({ ...from, frame: 4 });
  await ask({ ...from, active: false });
  await ask({ ...from, tab: null });
  expect(asked).toEqual([]);
});

test('what was asked lapses', async () => {
  vi.useFakeTimers();
  const { pictures, asked, ask } = played();
  pictures.asked(7, 3, src);
  vi.advanceTimersByTime(11_000);
  await ask(from);
  expect(asked).toEqual([]);
});

test.each(['file:///etc/passwd', 'blob:https://page.example/1', 'chrome://favicon', 'javascript:1'])(
  '%s is not fetched',
  async (address) => {
    const { pictures, asked, ask } = played();
    pictures.asked(7, 3, address);
    await ask(from);
    expect(asked).toEqual([]);
  },
);
