import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/core/entry.ts';
import type { Report } from '../../../src/core/report.ts';
import type { CasePage, CaseShown } from '../../../src/registry/desk/api.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import { vote } from '../members.ts';
import { desk } from './desk.ts';
import type { Visitor } from './visitor.ts';

type Desk = Awaited<ReturnType<typeof desk>>;

let count = 0;
/** Files reports of sites at times a minute apart. */
async function file(
  { registry: { db } }: Desk,
  subjects: readonly string[],
  kind: Kind = 'giveaway',
  more: Partial<Report> = {},
): Promise<void> {
  for (const subject of subjects) {
    count += 1;
    const report = { id: `sample-report-${String(count).padStart(6, '0')}`, subject, kind, ...more };
    await fileReport(db, report, new Date(Date.parse('2026-11-01T00:00:00Z') + count * 60_000));
  }
}

const keysOf = ({ cases }: CasePage): string[] => cases.map(({ key }) => key);

async function caseOf(browser: Visitor, key: string): Promise<CaseShown> {
  const { cases } = await browser.get<CasePage>(`/cases?q=${encodeURIComponent(key)}`);
  return browser.get(`/cases/${cases.find((one) => one.key === key)!.id}`);
}

async function at(place: Desk, who: keyof Desk['keys']): Promise<Visitor> {
  const browser = place.visitor();
  await browser.signIn(place.keys[who]);
  return browser;
}

const account = `0x${'cd'.repeat(20)}`;

describe('the queue', () => {
  it('is sorted and filtered', async () => {
    const place = await desk();
    await file(place, ['a.test', 'b.test', 'a.test', 'c.test', account]);
    await file(place, ['b.test', 'b.test'], 'phishing');
    const browser = await at(place, 'reviewer');
    const keys = async (query: string) => keysOf(await browser.get(`/cases?${query}`));
    expect(await keys('')).toEqual(['b.test', `eip155:${account}`, 'c.test', 'a.test']);
    expect(await keys('sort=first')).toEqual(['a.test', 'b.test', 'c.test', `eip155:${account}`]);
    expect((await keys('sort=reports')).slice(0, 2)).toEqual(['b.test', 'a.test']);
    expect(await keys('kind=phishing')).toEqual(['b.test']);
    expect(await keys('q=B.te')).toEqual(['b.test']);
    expect(await keys(`q=${account.toUpperCase()}`)).toEqual([`eip155:${account}`]);
    expect(await keys('q=_.test')).toEqual([]);
    expect(await keys('q=%25')).toEqual([]);
    expect(await keys('state=listed')).toEqual([]);
    const { total, cases } = await browser.get<CasePage>('/cases?kind=giveaway&state=open');
    expect(total).toBe(4);
    expect(cases.find(({ key }) => key === 'b.test')).toMatchObject({
      ...{ listable: true, state: 'open', assigned: null, reports: 3 },
      kinds: [
        ['phishing', 2],
        ['giveaway', 1],
      ],
      standing: { lists: 0, clears: 0, quorum: 2, mine: null },
    });
  });

  it('says how much there is to look at', async () => {
    const place = await desk();
    const { db } = place.registry;
    const other = `eip155:0x${'12'.repeat(20)}`;
    await file(place, ['a.test'], 'giveaway', { addresses: [`eip155:${account}`, other] });
    await file(place, ['a.test'], 'giveaway', { addresses: [other] });
    await file(place, ['b.test']);
    const { id } = await db.selectFrom('report').select('id').limit(1).executeTakeFirstOrThrow();
    const picture = {
      type: 'image/png',
      bytes: new Uint8Array([1]),
      received: '2026-11-01T00:00:00Z',
    } as const;
    await db
      .insertInto('picture')
      .values({ report: id, ...picture })
      .execute();
    const { cases } = await (await at(place, 'watching')).get<CasePage>('/cases?sort=first');
    expect(cases.map(({ key, found }) => [key, found])).toEqual([
      ['a.test', { addresses: 2, pictures: 1 }],
      ['b.test', { addresses: 0, pictures: 0 }],
    ]);
  });

  it.each(['latest', 'first', 'reports'])('by %s is read page by page: every case once', async (sort) => {
    const place = await desk();
    await file(
      place,
      Array.from({ length: 120 }, (_, index) => `s${index}.test`),
    );
    await place.registry.db
      .updateTable('case')
      .set({ latest: '2026-11-09T00:00:00Z' })
      .where('id', '<', 80)
      .execute();
    const browser = await at(place, 'watching');
    const seen: string[] = [];
    let page = await browser.get<CasePage>(`/cases?sort=${sort}`);
    for (;;) {
      seen.push(...keysOf(page));
      // What comes in between shifts nothing.
      await file(place, [`new${seen.length}.test`]);
      if (page.next === null) break;
      page = await browser.get(`/cases?sort=${sort}&after=${encodeURIComponent(page.next)}`);
    }
    const old = seen.filter((key) => key.startsWith('s'));
    expect(old).toHaveLength(120);
    expect(new Set(old).size).toBe(120);
  });

  it.each(['state=none', 'kind=none', 'sort=none', 'after=1', 'after=x~1&sort=reports', 'assigned=x'])(
    'asked for with %s is refused',
    async (query) => {
      const browser = await at(await desk(), 'reviewer');
      expect((await browser.send('GET', `/cases?${query}`)).status).toBe(400);
    },
  );

  it('says how far each case is from a decision, votes that wait included', async () => {
    const place = await desk();
    const { alliance, members } = place;
    await file(place, ['a.test', 'b.test']);
    await vote(alliance, members[0]!, 'a.test');
    const [mine, others] = [await at(place, 'reviewer'), await at(place, 'other')];
    const standing = async (browser: Visitor) =>
      (await browser.get<CasePage>('/cases?q=a.test')).cases[0]!.standing;
    expect(await standing(mine)).toEqual({ lists: 1, clears: 0, quorum: 2, mine: 'list' });
    expect(await standing(others)).toEqual({ lists: 1, clears: 0, quorum: 2, mine: null });
    await publish(place.registry);
    expect(await standing(mine)).toEqual({ lists: 1, clears: 0, quorum: 2, mine: 'list' });
    await vote(alliance, members[0]!, 'a.test', { action: 'clear' });
    expect(await standing(mine)).toEqual({ lists: 0, clears: 1, quorum: 2, mine: 'clear' });
  });
});

describe('a case', () => {
  it('shows everything that is known of it', async () => {
    const place = await desk();
    const { registry, alliance, members } = place;
    const { db } = registry;
    const addresses = [`eip155:${account}`];
    const contact = '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n';
    await file(place, ['https://shop.scam.test/win'], 'phishing', { addresses, note: '<b>bold</b>' });
    await file(place, ['other.scam.test', account, 'innocent.test']);
    await file(place, ['far.example'], 'giveaway', { addresses });
    const { id } = await db.selectFrom('report').select('id').orderBy('received').executeTakeFirstOrThrow();
    const received = '2026-11-02T00:00:00Z';
    await db
      .insertInto('addition')
      .values({ id: 'sample-addition-1', report: id, received, note: 'More.' })
      .execute();
    await db.insertInto('contact').values({ of: id, sealed: contact, erase: received }).execute();
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
    await db.insertInto('picture').values({ report: id, type: 'image/png', bytes: png, received }).execute();
    const opinion = {
      action: 'list',
      kind: 'drainer',
      level: 'stop',
      reason: 'Empties wallets.',
      evidence: ['https://seen.example/1'],
    } as const;
    await vote(alliance, members[1]!, 'shop.scam.test', opinion);
    const browser = await at(place, 'reviewer');
    const shown = await caseOf(browser, 'shop.scam.test');
    expect(shown).toMatchObject({
      ...{ key: 'shop.scam.test', listable: true, state: 'open', reports: 1, appeals: [], notes: [] },
      standing: {
        ...{ entry: null, lists: 1, clears: 0, quorum: 2 },
        votes: [
          {
            ...{ member: 'bee', action: 'list', kind: 'drainer', level: 'stop', leaf: 0, emergency: false },
            ...{
              reason: 'Empties wallets.',
              evidence: ['https://seen.example/1'],
              counts: true,
              waits: true,
            },
          },
        ],
      },
      filed: [
        {
          report: { subject: 'https://shop.scam.test/win', kind: 'phishing', note: '<b>bold</b>', addresses },
          ...{ additions: [{ received, note: 'More.' }], picture: `/reports/${id}/picture`, contact },
        },
      ],
      addresses: [{ key: `eip155:${account}`, listed: null, cases: 2 }],
    });
    expect(shown.related.map(({ key }) => key)).toEqual([
      'far.example',
      `eip155:${account}`,
      'other.scam.test',
    ]);
    const picture = await browser.send('GET', shown.filed[0]!.picture!);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
    expect(picture.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(png);
    const watching = await caseOf(await at(place, 'watching'), 'shop.scam.test');
    expect(watching.filed[0]!.contact).toBeNull();
  });

  it('that can not be listed says so', async () => {
    const place = await desk();
    await file(place, ['call me at 555', 'https://www.google.com/']);
    const browser = await at(place, 'reviewer');
    const { cases } = await browser.get<CasePage>('/cases');
    expect(cases.map(({ key, listable }) => [key, listable])).toEqual([
      ['?google.com', false],
      ['?call me at 555', false],
    ]);
  });

  it('is taken on, set aside, opened again and noted upon', async () => {
    const place = await desk();
    await file(place, ['a.test']);
    const browser = await at(place, 'reviewer');
    const { id } = await caseOf(browser, 'a.test');
    const key = place.keys.reviewer.public;
    expect(await browser.post(`/cases/${id}/assign`, { to: key })).toBe(204);
    expect(keysOf(await browser.get('/cases?assigned=me'))).toEqual(['a.test']);
    expect(keysOf(await browser.get('/cases?assigned=nobody'))).toEqual([]);
    expect(await browser.post(`/cases/${id}/notes`, { text: ' Seen before. ' })).toBe(204);
    expect(await browser.post(`/cases/${id}/set-aside`, { reason: 'no_evidence' })).toBe(204);
    expect(await caseOf(browser, 'a.test')).toMatchObject({
      ...{ state: 'set_aside', reason: 'no_evidence', assigned: key },
      notes: [{ key, text: 'Seen before.' }],
    });
    expect(await browser.post(`/cases/${id}/reopen`)).toBe(204);
    expect(await browser.post(`/cases/${id}/assign`, { to: null })).toBe(204);
    expect(await caseOf(browser, 'a.test')).toMatchObject({ state: 'open', reason: null, assigned: null });
    const events = await place.registry.db.selectFrom('desk_event').select(['what', 'of']).execute();
    expect(events).toEqual(Array(6).fill({ what: 'case', of: id }));
  });

  it.each([
    ['assign', { to: 'f'.repeat(64) }],
    ['assign', {}],
    ['set-aside', { reason: 'overturned' }],
    ['set-aside', { reason: 'none' }],
    ['notes', { text: '  ' }],
    ['notes', { text: 'x'.repeat(1_001) }],
    ['notes', { text: 'x', more: 1 }],
  ])('is not changed by %s with %o', async (action, body) => {
    const place = await desk();
    await file(place, ['a.test']);
    const browser = await at(place, 'reviewer');
    const before = await caseOf(browser, 'a.test');
    expect(await browser.post(`/cases/${before.id}/${action}`, body)).toBe(400);
    expect(await caseOf(browser, 'a.test')).toEqual(before);
  });

  it('attack 62: an observer changes nothing', async () => {
    const place = await desk();
    await file(place, ['a.test']);
    const browser = await at(place, 'watching');
    const before = await caseOf(browser, 'a.test');
    for (const [action, body] of [
      ['assign', { to: null }],
      ['set-aside', { reason: 'gone' }],
      ['reopen', {}],
      ['notes', { text: 'x' }],
    ] as const) {
      expect(await browser.post(`/cases/${before.id}/${action}`, body)).toBe(403);
    }
    expect(await caseOf(browser, 'a.test')).toEqual(before);
  });

  it('attack 63: takes texts as texts', async () => {
    const place = await desk();
    const hostile = `'; drop table "case"; -- <script>alert(1)</script> {{7*7}} \${7*7} %00 \u202e`;
    await file(place, [hostile, 'a.test'], 'giveaway', { note: hostile });
    const browser = await at(place, 'reviewer');
    const { id } = await caseOf(browser, 'a.test');
    expect(await browser.post(`/cases/${id}/notes`, { text: hostile })).toBe(204);
    expect((await caseOf(browser, 'a.test')).notes[0]!.text).toBe(hostile);
    const { cases } = await browser.get<CasePage>(`/cases?q=${encodeURIComponent('drop table')}`);
    expect(cases[0]!.key).toBe(`?${hostile}`);
    for (const path of [
      '/cases/1%20or%201=1',
      '/cases/-1',
      '/cases/999999',
      '/reports/..%2f..%2fkeys/picture',
    ]) {
      expect((await browser.send('GET', path)).status, path).toBe(404);
    }
  });
});
