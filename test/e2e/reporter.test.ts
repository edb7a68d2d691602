import { readFileSync } from 'node:fs';
import { armor, Decrypter } from 'age-encryption';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { openRegistry } from '../../src/registry/registry.ts';
import { useDeskWorld } from './desk-world.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, say } from './world.ts';

/* One report to an alliance of three, from the popup to "listed". */

const world = useDeskWorld();
const opened: Tab[] = [];
let page: Tab;
const key = hosts.fresh;
const vote = { key, kind: 'ponzi_yield', reason: 'Sample entry.' } as const;
const contact = 'me@mail.example';

beforeAll(async () => {
  page = await world.investor.newTab();
});

afterEach(async () => {
  for (const tab of opened.splice(0)) await tab.close();
});

async function popup(): Promise<Tab> {
  const tab = await world.extension.popup(await page.url());
  opened.push(tab);
  return tab;
}

/** Opens "My reports" and asks until the one report is in this state. */
async function expectState(state: 'received' | 'review' | 'listed'): Promise<Tab> {
  const shown = await popup();
  // With the sign of news, or without.
  await until('the reports', () =>
    shown.run(() => document.querySelector('main > details:last-of-type') !== null),
  );
  await shown.click('main > details:last-of-type > summary');
  await until(`a report that is ${state}`, async () => {
    await clickOn(shown, say('reports.check'));
    return shown.run((wanted) => document.querySelector(`.reports .state.${wanted}`) !== null, state);
  });
  return shown;
}

/** Presses a button of the popup while the page it is about stays in front, as it does under a real popup. */
async function pressOver(on: Tab, text: string): Promise<void> {
  await page.show();
  await on.run((wanted) => {
    const buttons = [...document.querySelectorAll('button')];
    buttons.find((button) => button.textContent === wanted)!.click();
  }, text);
}

async function inStore<T>(
  read: (db: Awaited<ReturnType<typeof openRegistry>>['db']) => Promise<T>,
): Promise<T> {
  const registry = await openRegistry(world.registry.data);
  try {
    return await read(registry.db);
  } finally {
    await registry.close();
  }
}

it('goes with the picture that its sender has seen, and with a sealed contact', async () => {
  await expectOpened(page, world.sites.url(key), 'Moon');
  const shown = await popup();
  await clickOn(shown, say('report.title'));
  await clickOn(shown, say('report.more'));
  await pressOver(shown, say('report.picture.take'));
  await until('the picture', () =>
    shown.run(() => document.querySelector<HTMLImageElement>('.report-picture')?.naturalWidth),
  );
  await shown.click('input[aria-describedby="contact-hint"]');
  await shown.type(contact);
  await until('the sealed contact in the preview', () =>
    shown.run(
      () =>
        document.querySelector('figure[aria-busy="false"] pre')?.textContent?.includes('BEGIN AGE') === true,
    ),
  );
  await clickOn(shown, say('report.send'));
  await seen(shown, say('report.sent.received'));

  const { sealed, picture, body } = await inStore(async (db) => ({
    ...(await db.selectFrom('contact').select('sealed').executeTakeFirstOrThrow()),
    picture: await db.selectFrom('picture').select(['type', 'bytes']).executeTakeFirstOrThrow(),
    ...(await db.selectFrom('report').select('body').executeTakeFirstOrThrow()),
  }));
  const decrypter = new Decrypter();
  decrypter.addIdentity(readFileSync(world.alliance.contactKey, 'utf8').trim());
  expect(await decrypter.decrypt(armor.decode(sealed), 'text')).toBe(contact);
  expect(body).not.toContain('AGE');
  expect(picture.type).toBe('image/jpeg');
});

it('can be added to', async () => {
  const shown = await expectState('received');
  await clickOn(shown, say('reports.add'));
  await shown.click('.add textarea');
  await shown.type('They ask for more');
  await clickOn(shown, say('reports.add.send'));
  await seen(shown, say('reports.added.received'));
  const notes = await inStore((db) => db.selectFrom('addition').select('note').execute());
  expect(notes).toEqual([{ note: 'They ask for more' }]);
});

it('is under review when a member has voted, and listed when two agree', async () => {
  await world.alliance.vote('heron', vote);
  await expectState('review');
  await world.alliance.vote('crane', vote);
  await expectState('listed');
  await until('the entry in the browser', async () => (await world.extension.sync())[0]!.entries === 1);
});

it('leads from the warning to the public page of the entry, only when asked', async () => {
  await expectStopped(world, page, world.sites.url(key), key);
  await clickOn(page, say('stop.details'));
  const before = await world.investor.tabs();
  await clickOn(page, say('entry.open'));
  await until('the public page', async () => {
    const tabs = await world.investor.tabs();
    const urls = await Promise.all(tabs.map((tab) => tab.url()));
    return tabs.length > before.length && urls.includes(`${world.registry.address}/why/${key}`);
  });
});
