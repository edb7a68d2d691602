import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Leaf, parseLeaf, type Vote } from '../../../src/core/leaf.ts';
import { newKey, publicFile } from '../../../src/registry/console/key/secret.ts';
import { openKey } from '../../../src/registry/keys/key-file.ts';
import { keyFileOf } from '../../../src/registry/release/keys.ts';
import { leavesBetween, logSize } from '../../../src/registry/store/leaves.ts';
import { launchBare } from '../../extension/page/stage-parts.ts';
import { vote } from '../members.ts';
import { tempFolder } from '../workspace.ts';
import { type Desk, openConsole, openDesk, signIn, violations } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBare();
});
afterAll(() => browser.close());

/** What reviewers have signed, in the log's order. The registry's own releases stand between them. */
async function votesOf({ registry: { db } }: Desk): Promise<Leaf[]> {
  const leaves = await leavesBetween(db, 0, await logSize(db));
  return leaves.map(({ bytes }) => parseLeaf(bytes)).filter(({ signature }) => signature !== null);
}

/** What has the focus, by its text or its label. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

describe('a reviewer', () => {
  test('makes a key here, whose backup the command line opens', async () => {
    const desk = await openDesk();
    const page = await openConsole(browser, desk);
    const passphrase = 'a passphrase of this test';
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('Name of the key').fill('Desk 1');
    await page.getByLabel('Passphrase').fill(passphrase);
    await page.getByLabel('The same once more').fill(passphrase);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the backup and keep the key' }).click();
    const file = join(await tempFolder(), 'backup.json');
    await (await saving).saveAs(file);
    await chmod(file, 0o600);
    const key = await openKey(file, 'vote', async () => passphrase);
    await page.getByText(key.public).waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This alliance does not know the key yet').waitFor();
    await page.reload();
    await page.getByText(key.public).waitFor();
    await page.getByText('Forget this key').click();
    await page.getByRole('button', { name: 'Remove the key from this browser' }).click();
    await page.getByRole('button', { name: 'Make a key' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Make a key' }).waitFor();
  });

  test('votes with the keyboard alone, and signs exactly what was shown', async () => {
    const desk = await openDesk();
    await desk.file('https://first.test/');
    await desk.file('https://www.second.test/win', { kind: 'drainer' });
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'second.test' }).waitFor();
    await page.keyboard.press('j');
    expect(await focused(page)).toBe('second.test');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('a');
    await page.getByText('me', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'second.test' }).waitFor();
    await page.keyboard.press('v');
    for (let tabs = 0; tabs < 12 && (await focused(page)) !== 'See what is signed'; tabs += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const shown = await page.getByLabel('The statement').textContent();
    for (let tabs = 0; tabs < 4 && (await focused(page)) !== 'Sign and send'; tabs += 1)
      await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Sign and send');
    await page.keyboard.press('Enter');
    await page.getByText(/Your vote is leaf \d+ of the log/).waitFor();
    await page.getByText('Still needed: 1.').waitFor();
    const [leaf] = await votesOf(desk);
    expect(JSON.parse(shown!)).toEqual({ ...leaf!.signed });
    expect(leaf!.signed).toMatchObject({
      action: 'list',
      key: 'second.test',
      kind: 'drainer',
      level: 'stop',
    });
    expect(leaf!.signature!.keyid).toBe(desk.ant.votes[0]!.public);
    await page.keyboard.press('u');
    await page.getByText('1 of 2 to list, 1 more needed').waitFor();
  });

  test('takes a vote back by voting against it', async () => {
    const desk = await openDesk();
    await desk.file('https://scam.test/');
    // Each a second after the one before, so that the last is ahead of the clock.
    for (let times = 0; times < 20; times += 1) await vote(desk, desk.ant, 'scam.test');
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'scam.test' }).click();
    await page.getByText('A vote can not be taken out of the log.').waitFor();
    await page.getByRole('button', { name: 'Vote against it instead' }).click();
    await page.getByRole('button', { name: 'See what is signed' }).click();
    await page.getByRole('button', { name: 'Sign and send' }).click();
    await page.getByText(/Your vote is leaf \d+ of the log/).waitFor();
    const [first, second] = (await votesOf(desk)).slice(-2).map(({ signed }) => signed as Vote);
    expect(second).toMatchObject({ action: 'clear', key: 'scam.test' });
    expect(second!.time > first!.time).toBe(true);
  });

  test('loses nothing when the network goes or the session ends in the middle of work', async () => {
    const desk = await openDesk();
    await desk.file('https://scam.test/');
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'scam.test' }).click();
    await page.getByLabel('In your own words (not required)').fill('Still here');
    await page.getByLabel('Add a note for reviewers').fill('Seen by me');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Add a note for reviewers' }).click();
    await page.getByText('The registry could not be reached.').first().waitFor();
    expect(await page.getByLabel('Add a note for reviewers').inputValue()).toBe('Seen by me');
    await page.context().setOffline(false);
    await desk.registry.db.deleteFrom('session').execute();
    await page.getByRole('button', { name: 'Add a note for reviewers' }).click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Seen by me').waitFor();
    expect(await page.getByLabel('In your own words (not required)').inputValue()).toBe('Still here');
    await page.reload();
    await page.getByRole('heading', { name: 'scam.test' }).waitFor();
    expect(await page.getByLabel('In your own words (not required)').inputValue()).toBe('Still here');
    expect(await page.getByText('Seen by me').count()).toBe(1);
  });

  test('reads what reporters sent as text, with nothing hidden in it (attacks.md 59)', async () => {
    const desk = await openDesk();
    const note = '<img src=x onerror="document.title=1"> \u202Egnp.exe';
    await desk.file('https://scam.test/<script>alert(1)</script>', { note });
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'scam.test' }).click();
    await page.getByText('<img src=x onerror="document.title=1"> \\u{202E}gnp.exe').waitFor();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).toBe('scam.test · Desk');
  });

  test('is told where a link to evidence leads before it is opened', async () => {
    const desk = await openDesk();
    await desk.file('https://scam.test/');
    const evidence = ['https://xn--pple-43d.test/proof'];
    await vote(desk, desk.bee, 'scam.test', { action: 'list', kind: 'phishing', level: 'stop', evidence });
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'scam.test' }).click();
    expect(await page.locator(`a[href="${evidence[0]}"]`).count()).toBe(0);
    await page.getByRole('button', { name: evidence[0]! }).click();
    await page.getByText('(xn--pple-43d.test)').waitFor();
    const link = page.getByRole('link', { name: 'Open in a new tab' });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  });

  test('keeps the place in the queue while new reports come', async () => {
    const desk = await openDesk();
    await desk.file('https://first.test/');
    await desk.file('https://second.test/');
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'second.test' }).waitFor();
    await page.keyboard.press('j');
    const before = await page.locator(':focus').boundingBox();
    await desk.file('https://third.test/');
    const news = page.getByRole('button', { name: 'New here: 1. Show' });
    await news.waitFor();
    expect(await focused(page)).toBe('second.test');
    expect(await page.locator(':focus').boundingBox()).toEqual(before);
    await news.click();
    await page.getByRole('link', { name: 'third.test' }).waitFor();
  });

  test('votes on many keys with one statement, after each line was looked at', async () => {
    const desk = await openDesk();
    await desk.file('https://one.test/');
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByLabel('Mark one.test for a batch').check();
    await page.getByRole('link', { name: 'Look at the batch' }).click();
    const keys = page.getByLabel('Sites and wallet addresses, one a line');
    expect(await keys.inputValue()).toBe('one.test');
    await keys.fill('one.test\nhttps://two.test/\nco.uk\ntwo.test');
    await page.getByRole('button', { name: 'Look at the lines (4)' }).click();
    await page.getByText('To be voted on: 3, listed already: 0. Left out: 1.').waitFor();
    await page.getByLabel('Kind').selectOption('giveaway');
    await page.getByRole('button', { name: 'See what is signed' }).click();
    await page.getByRole('button', { name: 'Sign and send' }).click();
    await page.getByText(/Your vote on 2 keys is leaf \d+ of the log/).waitFor();
    const [leaf] = await votesOf(desk);
    expect(leaf!.signed).toMatchObject({ _type: 'batch', action: 'list', body: { keys: 2 } });
  });
});

describe('a case', () => {
  test('shows what was seen blurred, until somebody asks', async () => {
    const desk = await openDesk();
    await desk.file('https://scam.test/');
    const bytes = await readFile(join(import.meta.dirname, '../../../docs/images/popup.png'));
    const { id: report } = await desk.registry.db.selectFrom('report').select('id').executeTakeFirstOrThrow();
    const received = '2026-11-30T00:00:00Z';
    await desk.registry.db
      .insertInto('picture')
      .values({ report, type: 'image/png', bytes, received })
      .execute();
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'scam.test' }).click();
    await page.getByRole('button', { name: 'Load the picture' }).click();
    const picture = page.getByAltText('What the reporter saw');
    await picture.waitFor();
    const seen = () =>
      picture.evaluate((img: HTMLImageElement) => [
        img.src.startsWith('blob:') && img.naturalWidth > 0,
        getComputedStyle(img).filter,
      ]);
    await expect.poll(seen).toEqual([true, 'blur(18px)']);
    await page.getByRole('button', { name: 'Show it clearly' }).click();
    await expect.poll(seen).toEqual([true, 'none']);
  });

  test('is set aside with a reason, and opened again', async () => {
    const desk = await openDesk();
    await desk.file('https://scam.test/');
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'scam.test' }).click();
    await page.getByLabel('Why is it set aside?').selectOption('no_scam');
    await page.getByRole('button', { name: 'Set aside' }).click();
    await page.getByText('Set aside: it was looked at, and no scam was found').waitFor();
    await page.getByRole('button', { name: 'Open it again' }).click();
    await page.getByText('Open', { exact: true }).waitFor();
  });

  test('is given to a colleague', async () => {
    const desk = await openDesk();
    await desk.file('https://scam.test/');
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'scam.test' }).click();
    const colleague = desk.ant.votes[1]!.public;
    await page.getByLabel('Taken on by').selectOption(colleague);
    const assigned = async () => {
      const row = await desk.registry.db.selectFrom('case').select('assigned').executeTakeFirstOrThrow();
      return row.assigned;
    };
    await expect.poll(assigned).toBe(colleague);
    await page.getByRole('button', { name: 'Take it on' }).click();
    await page.getByRole('button', { name: 'Give it back' }).waitFor();
    expect(await assigned()).toBe(desk.ant.votes[0]!.public);
  });
});

describe('an appeal', () => {
  test('is answered, and its page says who does not decide it alone', async () => {
    const desk = await openDesk(['wrong.test']);
    await desk.appeal('wrong.test', 'This is our own shop.');
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'Appeals' }).click();
    await page.getByRole('link', { name: 'wrong.test' }).click();
    await page.getByText('Your member has listed this, so it does not decide the appeal alone').waitFor();
    await page.getByText('This is our own shop.').waitFor();
    await page.getByLabel('Answer', { exact: true }).fill('We are looking at it.');
    await page.getByRole('button', { name: 'Publish the answer' }).click();
    await page.getByRole('main').getByText('Ant Watch ·').waitFor();
    expect(await page.getByLabel('Answer', { exact: true }).inputValue()).toBe('');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
  });
});

describe('an observer', () => {
  test('reads a case, and is offered nothing that changes it', async () => {
    const desk = await openDesk();
    await desk.file('https://scam.test/', { note: 'A tax first' });
    const page = await openConsole(browser, desk);
    await signIn(page, desk.watcher);
    await page.getByRole('link', { name: 'scam.test' }).click();
    await page.getByText('A tax first').waitFor();
    await page.getByText('Observers read everything and vote on nothing.').waitFor();
    expect(await page.getByRole('main').getByRole('textbox').count()).toBe(0);
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
  });
});

describe('a coordinator', () => {
  test('asks for a reviewer with the public part that the reviewer copied, and withdraws', async () => {
    const desk = await openDesk();
    const page = await openConsole(browser, desk);
    await signIn(page, desk.ant);
    await page.getByRole('link', { name: 'Members' }).click();
    const { about } = await newKey({ member: 'ant', label: 'Desk 7' });
    await page.getByText('Ask for a reviewer to be added').click();
    await page.getByLabel('Public key').fill(publicFile(about));
    await page.getByRole('button', { name: 'Ask for it' }).first().click();
    await page.getByText('waits for the ceremony').waitFor();
    const asked = await desk.registry.db.selectFrom('staff_request').selectAll().execute();
    expect(asked).toMatchObject([{ action: 'add', key: about.public, label: 'Desk 7', member: 'ant' }]);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('withdrawn').waitFor();
  });
});

describe('every page', () => {
  test('speaks the language that is chosen in it, from then on', async () => {
    const desk = await openDesk();
    const page = await openConsole(browser, desk, { locale: 'zh-HK' });
    await page.getByRole('heading', { name: '登入審核台' }).waitFor();
    await page.getByRole('combobox').selectOption('zh-CN');
    await page.getByRole('heading', { name: '登录审核台' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '登录审核台' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  });

  test.each(['light', 'dark'] as const)(
    'is accessible and fits a phone, %s',
    async (colorScheme) => {
      const desk = await openDesk();
      await desk.file('https://scam.test/', {
        note: 'A tax first',
        addresses: [`eip155:0x${'0'.repeat(39)}1`],
      });
      await vote(desk, desk.bee, 'scam.test', {
        action: 'list',
        kind: 'phishing',
        level: 'stop',
        reason: 'payout',
      });
      const page = await openConsole(browser, desk, { colorScheme, viewport: { width: 320, height: 700 } });
      const check = async (where: string) => {
        expect([where, await violations(page)]).toEqual([where, []]);
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect([where, isWide]).toEqual([where, false]);
      };
      await page.getByRole('button', { name: 'Make a key' }).waitFor();
      await check('sign in');
      await signIn(page, desk.ant);
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'Keyboard' }).waitFor();
      await check('shortcuts');
      await page.keyboard.press('Escape');
      for (const place of ['', 'cases/1', 'batch', 'appeals', 'members', 'log', 'health', 'statistics']) {
        await page.goto(`${desk.url}console/${place}`);
        await page.locator('main h1').waitFor();
        await page.waitForLoadState('networkidle').catch(() => {});
        await check(place);
      }
    },
    90_000,
  );

  test('asks a key only for what it is, and a foreign file for nothing', async () => {
    const desk = await openDesk();
    const page = await openConsole(browser, desk);
    await page.getByRole('button', { name: 'Bring a key file' }).click();
    await page.getByLabel('Key file').setInputFiles(keyFileOf(`${desk.ant.folder}/keys`, 'root'));
    await page.getByText('This is a root key; the desk works with vote keys.').waitFor();
  });
});
