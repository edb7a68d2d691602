import { beforeEach, describe, expect, it } from 'vitest';
import { Cuts, isCut, type LostRequest } from '../../../src/extension/background/cuts.ts';
import type { Finding, News } from '../../../src/extension/messages.ts';
import { Values } from './doors.ts';

const finding = { key: 'a.test', kind: 'drainer', level: 'stop', feed: 'f', feedName: 'F' } as Finding;
const lost = (url: string, type = 'script'): LostRequest => ({
  ...{ url, type, error: 'net::ERR_BLOCKED_BY_CLIENT' },
  ...{ tabId: 1, frameId: 0, documentId: 'page' },
});

let session: Values;
let told: News[];
let deaf: number;
const open = () =>
  new Cuts(session, async (_tab, _frame, news) => {
    deaf -= 1;
    if (deaf >= 0) throw new Error('Nobody hears.');
    told.push(news);
  });

beforeEach(() => {
  session = new Values();
  told = [];
  deaf = 0;
});

describe('a lost request', () => {
  it.each<[string, Partial<LostRequest>, boolean]>([
    ['that Chromium blocked', {}, true],
    ['that Firefox blocked', { error: 'NS_ERROR_ABORT' }, true],
    ['that the network lost', { error: 'net::ERR_CONNECTION_REFUSED' }, false],
    ['of a frame, which has the stop page', { type: 'sub_frame' }, false],
    ['of no tab', { tabId: -1 }, false],
  ])('%s may be a cut or not', (_, change, is) => {
    expect(isCut({ ...lost('http://a.test/'), ...change })).toBe(is);
  });
});

describe('what was cut out of a page', () => {
  it('is counted by host, with the gravest of what it was, and outlives the worker', async () => {
    const cuts = open();
    await cuts.saw(1, 'page', lost('http://a.test/x', 'image'), finding);
    await cuts.saw(1, 'page', lost('http://a.test/y', 'script'), finding);
    await cuts.saw(1, 'page', lost('wss://b.a.test/', 'websocket'), finding);
    expect(await open().of(1, 'page')).toEqual([
      { host: 'a.test', count: 2, what: 'script', finding },
      { host: 'b.a.test', count: 1, what: 'data', finding },
    ]);
  });

  it('is of that page alone, whichever speaks first', async () => {
    const cuts = open();
    await cuts.opened(1, 'page');
    await cuts.saw(1, 'next', lost('http://a.test/'), finding);
    await cuts.saw(1, 'page', lost('http://late.test/'), finding);
    await cuts.opened(1, 'next');
    expect((await cuts.of(1, 'next')).map(({ host }) => host)).toEqual(['a.test']);
    expect(await cuts.of(1, 'page')).toEqual([]);
    await cuts.closed(1);
    expect(await cuts.of(1, 'next')).toEqual([]);
  });

  it('is told until the guard hears it', async () => {
    deaf = 2;
    const cuts = open();
    await cuts.saw(1, 'page', lost('http://a.test/'), finding);
    await cuts.show(1, 'page');
    expect(told).toMatchObject([{ baize: 'cuts', cuts: [{ host: 'a.test' }] }]);
  });

  it('is not told where there is nothing', async () => {
    await open().show(1, 'page');
    expect(told).toEqual([]);
  });
});
