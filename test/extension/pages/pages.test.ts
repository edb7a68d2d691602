import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { armor, Decrypter } from 'age-encryption';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { StopState, TabState, Voice } from '../../../src/extension/messages.ts';
import { troubles } from '../../../src/extension/troubles.ts';
import { cash, contactIdentity, feed, replies, samplePicture, siteFinding, troubledFeed } from './samples.ts';
import { callsOf, Stage } from './stage.ts';

const stop = replies['stop.show'] as StopState;
const tab = replies['tab.show'] as TabState;
/** What one member said; the test is about the rest. */
const voice = (said: Partial<Voice>): Voice => ({
  ...{ member: 'One', time: '2026-05-03T08:00:00Z', reason: null, emergency: false },
  ...said,
});
const language = (tag: string) => ({ 'settings.show': { language: tag } });
const textOf = (part: Locator) => part.innerText();
const asked = async (page: Page) => (await callsOf(page)).map(({ name }) => name);
const requestOf = async (page: Page, name: string) =>
  (await callsOf(page)).filter((call) => call.name === name).at(-1)?.request;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage?.close());

describe('the stop page', () => {
  test('says kind, host, harm, who lists it and how old the list is', async () => {
    const page = await stage.show('stop');
    const dialog = page.getByRole('alertdialog', {
      name: 'Fake trading platform Listed as a fake trading platform: do not deposit',
      description: /^Site login\.scam\.example On platforms like this/,
    });
    const text = await textOf(dialog);
    expect(text).toContain('Listed by Sample Alliance. The list was updated 12 minutes ago');
    expect(await textOf(page.locator('.host b'))).toBe('scam.example');
    expect(await page.locator('a').count()).toBe(0);
  });

  test('shows a host in Unicode and as the browser spells it', async () => {
    const host = 'www.xn--fiq228c.example';
    const page = await stage.show('stop', { 'stop.show': { ...stop, host, registrable: host.slice(4) } });
    expect(await textOf(page.locator('.host b'))).toBe('中文.example');
    expect(await textOf(page.locator('.host'))).toContain(host);
  });

  test.each(['Enter', 'Escape'])('goes back to where the person came from with %s', async (key) => {
    const page = await stage.blank();
    await page.goto(`${stage.origin}/before`);
    await page.goto(`${stage.origin}/stop.html#https://scam.example/`);
    await page.getByRole('button', { name: 'Back to safety' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press(key);
    await page.waitForURL('**/before');
  });

  test('keeps its button while the text around it comes', async () => {
    const page = await stage.show('stop', { 'stop.show': { fails: 'network' } });
    await page.getByText('This site was stopped').waitFor();
    await page.evaluate((stop) => {
      document.querySelector('.filled')?.setAttribute('data-same', 'yes');
      Object.assign(window.scene.replies, { 'stop.show': stop });
    }, stop);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Listed by Sample Alliance').waitFor();
    expect(await page.locator('.filled').getAttribute('data-same')).toBe('yes');
  });

  test('steps over stop pages that lie before it', async () => {
    const page = await stage.blank();
    await page.goto(`${stage.origin}/before`);
    await page.goto(`${stage.origin}/stop.html?first#https://scam.example/1`);
    await page.goto(`${stage.origin}/stop.html?second#https://scam.example/2`);
    await page.getByRole('button', { name: 'Back to safety' }).click();
    await page.waitForURL('**/before');
  });

  test('opens a new tab when there is nowhere to go back to', async () => {
    const page = await stage.blank();
    // The first page of a tab leaves no way back when it is replaced.
    await page.evaluate((url) => location.replace(url), `${stage.origin}/stop.html#https://scam.example/`);
    await page.getByRole('button', { name: 'Back to safety' }).click();
    await expect.poll(() => asked(page)).toContain('tabs.remove');
    expect(await requestOf(page, 'tabs.remove')).toBe(7);
  });

  test('asks for the reason only when the details are opened', async () => {
    const page = await stage.show('stop');
    await page.getByText('Back to safety').waitFor();
    expect(await asked(page)).not.toContain('stop.why');
    await page.getByText('Details').click();
    await page.getByText('Fourteen people could not withdraw').waitFor();
    expect(await requestOf(page, 'stop.why')).toEqual({ key: 'scam.example', feed: feed.feed });
    const details = await textOf(page.locator('details'));
    for (const fact of [
      'Sample Exchange and Sample Bureau',
      '3 May 2026|May 3, 2026',
      '42',
      '12 signed, 11 needed',
      '96110',
      'Is this wrong',
    ]) {
      expect(details).toMatch(new RegExp(fact));
    }
  });

  test.each([
    [{ waits: true }, 'Asking Sample Alliance for the reason'],
    [{ voices: [] }, 'has published no reason'],
    [{ voices: [voice({ reason: null })] }, 'has published no reason'],
    [{ voices: [voice({ emergency: true })] }, 'asked for caution alone'],
    [{ voices: [voice({}), voice({ member: 'Two', reason: 'So do I.' })] }, 'Two: So do I.'],
    [{ fails: 'network' }, 'cannot be reached right now. The warning stands without it.'],
    [
      { voices: [voice({ reason: '<img src=x onerror="document.title=1">\u202e' })] },
      '<img src=x onerror="document.title=1">\\u{202E}',
    ],
  ])('answers %j about the reason', async (why, text) => {
    const page = await stage.show('stop', { 'stop.why': why });
    await page.getByText('Details').click();
    await page.getByText(text).waitFor();
    expect(await page.locator('dd img').count()).toBe(0);
  });

  test.each([
    ['Continue once', 'once'],
    ['Continue to this site for 24 hours', 'day'],
  ])('"%s" opens the site in its own place', async (name, time) => {
    const page = await stage.show('stop', { 'stop.why': { waits: true } });
    await page.getByText('Details').click();
    const before = await page.evaluate(() => history.length);
    await page.evaluate(() => {
      addEventListener('pagehide', () => sessionStorage.setItem('calls', JSON.stringify(window.scene.calls)));
    });
    await page.getByRole('button', { name }).click();
    await page.waitForURL('**/proceeded.html');
    const calls = JSON.parse(await page.evaluate(() => sessionStorage.getItem('calls') ?? '[]'));
    expect(calls.at(-1)).toEqual({ name: 'stop.proceed', request: { url: stop.url, for: time, tabId: 7 } });
    expect(await page.evaluate(() => history.length)).toBe(before);
  });

  test('can be used with the keyboard alone', async () => {
    const page = await stage.show('stop');
    await page.locator('button:focus').waitFor();
    for (const key of ['Tab', 'Enter']) await page.keyboard.press(key);
    await page.getByText('Fourteen people').waitFor();
    await page.keyboard.press('Tab');
    await page
      .getByRole('button', { name: 'Open the entry’s public page' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Continue once' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/proceeded.html');
  });

  test('leads to the public page of the entry, and says what that tells', async () => {
    const page = await stage.show('stop', { 'entry.open': { fails: 'network' } });
    await page.getByText('Details').click();
    await page.getByText('alliance.example learns which one you look at').waitFor();
    expect(await asked(page)).not.toContain('entry.open');
    await page.getByRole('button', { name: 'Open the entry’s public page' }).click();
    await page.getByText('The page could not be opened.').waitFor();
    expect(await requestOf(page, 'entry.open')).toEqual({ key: 'scam.example', feed: feed.feed, tabId: 7 });
  });

  test('stays closed when the choice could not be noted', async () => {
    const page = await stage.show('stop', { 'stop.proceed': { fails: 'network' } });
    await page.getByText('Details').click();
    await page.getByRole('button', { name: 'Continue once' }).click();
    await page.getByText('The site stays closed').waitFor();
  });

  test('offers nothing to click in a frame, and asks nothing', async () => {
    const page = await stage.blank();
    await page.goto(`${stage.origin}/around`);
    await page.setContent(`<iframe src="${stage.origin}/stop.html#https://scam.example/"></iframe>`);
    const frame = page.frameLocator('iframe');
    await frame.getByText('Baize stopped a listed site inside this page.').waitFor();
    expect(await frame.locator('button, a, summary').count()).toBe(0);
    const calls = await page.frames()[1]!.evaluate(() => window.scene.calls.map(({ name }) => name));
    expect(calls).toEqual(['settings.show']);
  });

  test.each(['javascript:document.title=1', 'data:text/html,hello', `about:${'x'.repeat(20_000)}`])(
    'shows %.30s as text, with no way on',
    async (address) => {
      const page = await stage.show('stop', {}, {}, `#${address}`);
      await page.getByText('Baize does not open this address').waitFor();
      expect(await textOf(page.locator('.host'))).toContain(address.slice(0, 20));
      expect(await page.locator('a, summary').count()).toBe(0);
      expect(await page.locator('button').count()).toBe(1);
      expect(await asked(page)).toEqual(['settings.show']);
    },
  );

  test('offers to open a site that is no longer listed', async () => {
    const url = '/proceeded.html';
    const page = await stage.show('stop', { 'stop.show': { ...stop, url, finding: null } });
    await page.getByText('This site is no longer on the list').waitFor();
    await page.getByRole('button', { name: 'Open the site' }).click();
    await page.waitForURL('**/proceeded.html');
  });

  test('stays closed when the list can not be read', async () => {
    const page = await stage.show('stop', { 'stop.show': { fails: 'network' } });
    await page.getByText('This site was stopped, and stays closed').waitFor();
    expect(await page.getByRole('button').allInnerTexts()).toEqual(['Try again', 'Back to safety']);
  });
});

describe('the popup', () => {
  const quiet = { ...tab, addresses: [] };
  test.each([
    [
      { ...quiet, verdict: 'stop', finding: siteFinding },
      'This site is on the list',
      'Fake trading platform, listed by Sample Alliance',
    ],
    [
      { ...quiet, cuts: [{ host: 'cdn.scam.example', count: 3, what: 'script', finding: siteFinding }] },
      'Something was kept out of this page',
      'Connect no wallet and type no passwords here',
    ],
    [
      { ...quiet, verdict: 'proceeded', finding: siteFinding },
      'On the list, opened by your choice',
      'The listing stands',
    ],
    [{ ...quiet, verdict: 'caution', finding: siteFinding }, 'Take care with this site', 'not confirmed yet'],
    [tab, 'A listed address stands on this page', 'Send nothing to it'],
    [quiet, 'Not on the list', 'That is no recommendation'],
    [{ ...quiet, url: null, verdict: 'unknown' }, 'This is not a web page', 'a page of the browser'],
    [{ ...quiet, feeds: [] }, 'There is no list yet', 'follows no feed'],
    [
      { ...quiet, feeds: [{ ...feed, stale: true }] },
      'Not on the list',
      'updated 12 minutes ago (older than it should be)',
    ],
  ])('case %#: says the verdict in words', async (state, headline, note) => {
    const page = await stage.show('popup', { 'tab.show': state });
    expect(await textOf(page.locator('h1'))).toBe(headline);
    expect(await textOf(page.locator('.verdict'))).toContain(note);
  });

  test('shows short addresses that copy in full', async () => {
    const page = await stage.show('popup');
    const line = page.locator('.addresses li').first();
    expect(await textOf(line)).toContain('Listed: Approval that empties wallets');
    expect(await line.locator('code').textContent()).toBe(tab.addresses[0]!.text);
    expect((await line.locator('code').boundingBox())!.width).toBeLessThan(150);
    expect(await textOf(page.locator('.addresses li').nth(1))).toContain('Bitcoin');
    const last = page.locator('.addresses li').nth(3).locator('code');
    expect(await last.textContent()).toBe(cash);
    expect((await last.boundingBox())!.width).toBeLessThan(150);
  });

  test('says who lists an address and why, asked for only when opened', async () => {
    const page = await stage.show('popup');
    const line = page.locator('.addresses li').first();
    await line.getByText('Why it is listed').waitFor();
    expect(await asked(page)).not.toContain('stop.why');
    await line.getByText('Why it is listed').click();
    await line.getByText('Fourteen people could not withdraw').waitFor();
    const { key, feed, feedName } = tab.addresses[0]!.finding!;
    expect(await requestOf(page, 'stop.why')).toEqual({ key, feed });
    expect(await textOf(line)).toContain(feedName);
    expect(await page.getByText('Why it is listed').count()).toBe(1);
  });

  test('copies an address as the page writes it, and says so to the background', async () => {
    const page = await stage.show('popup');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy anyway' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const { text } = tab.addresses[0]!;
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await expect.poll(() => requestOf(page, 'copies.add')).toEqual({ text, tabId: 7 });
  });

  test('names a chain of a later version by its id', async () => {
    const later = { ...tab.addresses[1]!, chain: 'later' };
    const page = await stage.show('popup', { 'tab.show': { ...tab, addresses: [later] } });
    expect(await textOf(page.locator('.addresses li .chain'))).toBe('later');
  });

  test('sends exactly what the preview shows', async () => {
    const page = await stage.show('popup');
    await page.getByText('Report', { exact: true }).click();
    await page.getByText('Exactly this is sent, to registry.example').waitFor();
    await page.getByLabel('What is it?').selectOption('fake_platform');
    await page.getByLabel('What happened?').fill('They asked for a tax');
    await page.getByLabel('Include the addresses').check();
    const expected = {
      tabId: 7,
      subject: 'https://shop.example/path',
      kind: 'fake_platform',
      note: 'They asked for a tax',
      withAddresses: true,
    };
    await expect.poll(() => requestOf(page, 'report.preview')).toEqual(expected);
    await page.locator('.preview[aria-busy=false]').waitFor();
    const shown = JSON.parse(await textOf(page.locator('pre')));
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByText('Received. Thank you').waitFor();
    expect(await requestOf(page, 'report.send')).toEqual({ report: shown, picture: null, tabId: 7 });
  });

  test('can be used with the keyboard alone', async () => {
    const page = await stage.show('popup', { 'tab.show': quiet });
    await page.locator('h1').waitFor();
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await page.locator('.preview[aria-busy=false]').waitFor();
    const stops = ['Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab'];
    for (const key of stops) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Send the report' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Received. Thank you').waitFor();
  });

  test('sends nothing before the preview of the form as it stands has come', async () => {
    const page = await stage.show('popup', { 'report.preview': { waits: true } });
    await page.getByText('Report', { exact: true }).click();
    await expect.poll(() => asked(page)).toContain('report.preview');
    const send = page.getByRole('button', { name: 'Send the report' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel('What do you report?').selectOption('other');
    await page.getByText('Enter a web address or a wallet address first.').waitFor();
    expect(await send.isDisabled()).toBe(true);
  });

  test('sends nothing while the preview lags behind the form', async () => {
    const page = await stage.show('popup', { 'report.preview': { once: replies['report.preview'] } });
    await page.getByText('Report', { exact: true }).click();
    await page.locator('.preview[aria-busy=false]').waitFor();
    await page.getByLabel('What happened?').fill('more');
    await page.locator('.preview[aria-busy=true]').waitFor();
    expect(await page.getByRole('button', { name: 'Send the report' }).isDisabled()).toBe(true);
  });

  test('takes a found address as what is reported', async () => {
    const page = await stage.show('popup');
    await page.getByText('Report', { exact: true }).click();
    await page.getByLabel('What do you report?').selectOption('bc1qsam…0000');
    const { key } = tab.addresses[1]!;
    await expect.poll(() => requestOf(page, 'report.preview')).toMatchObject({ subject: key });
  });

  test.each([
    ['waiting', null, 'There is no connection. The report is kept here and will be sent later.'],
    ['refused', 'Too many reports.', 'The registry did not take the report: Too many reports.'],
    ['listed', null, 'It is on the list already.'],
  ])('says what became of a report that is %s', async (state, error, text) => {
    const page = await stage.show('popup', { 'report.send': { ...replies['report.send'], state, error } });
    await page.getByText('Report', { exact: true }).click();
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByText(text).waitFor();
    await page.getByRole('button', { name: 'Report something else' }).click();
    await page.getByRole('button', { name: 'Send the report' }).waitFor();
  });

  test('lists the reports of this browser, asked for only when opened', async () => {
    const page = await stage.show('popup');
    await page.locator('h1').waitFor();
    expect(await asked(page)).not.toContain('report.list');
    await page.getByText('My reports').click();
    await page.getByText('Waiting to be sent', { exact: true }).waitFor();
    const text = await textOf(page.locator('.reports'));
    for (const state of ['Received', 'Under review', 'Listed', 'Not taken: The report names']) {
      expect(text).toContain(state);
    }
    expect(text).toContain('Not listed: it was looked at, and no scam was found');
    expect(text).toContain('The picture will follow.');
    expect(text).toContain('Added: waiting to be sent\nThey ask for a second payment now.');
  });

  test('lists what is known of the reports before the registry has answered', async () => {
    const page = await stage.show('popup', { 'report.check': { waits: true } });
    await page.getByText('My reports').click();
    await page.getByText('Waiting to be sent', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Asking the registry' }).waitFor();
    expect(await asked(page)).not.toContain('report.seen');
  });

  test('shows a quiet sign of news, once', async () => {
    const page = await stage.show('popup', { 'tab.show': { ...tab, hasReportNews: true } });
    await page.getByText('My reports There is something new').click();
    const line = page.locator('.reports > li', { hasText: 'listed.example' });
    expect(await textOf(line.locator('.state'))).toMatch(/^New Listed · /);
    expect(await page.locator('.news').count()).toBe(1);
    await expect.poll(() => asked(page)).toContain('report.seen');
    expect(await page.locator('.dot').count()).toBe(0);
  });

  test('asks about the reports again when the person wants to know', async () => {
    const page = await stage.show('popup');
    await page.getByText('My reports').click();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => requestOf(page, 'report.check')).toEqual({ anew: true });
    await page.getByRole('button', { name: 'Ask again' }).waitFor();
  });

  test('takes back a report that waits', async () => {
    const page = await stage.show('popup');
    await page.getByText('My reports').click();
    await page.getByRole('button', { name: 'Do not send' }).click();
    await expect.poll(() => requestOf(page, 'report.cancel')).toEqual({ id: 'sample-report-id-0001' });
  });

  test('adds something to a report', async () => {
    const page = await stage.show('popup');
    await page.getByText('My reports').click();
    const line = page.locator('.reports > li', { hasText: 'received.example' });
    await line.getByRole('button', { name: 'Add something' }).click();
    await line.getByLabel('What else do you know?').and(page.locator(':focus')).fill(' More of it ');
    await line.getByRole('button', { name: 'Send the addition' }).click();
    await line.getByText('Added: received').waitFor();
    expect(await requestOf(page, 'report.add')).toEqual({ id: 'sample-report-id-0002', note: 'More of it' });
  });

  test('keeps what was written when an addition could not be kept', async () => {
    const page = await stage.show('popup', { 'report.add': { fails: 'network' } });
    await page.getByText('My reports').click();
    const line = page.locator('.reports > li', { hasText: 'received.example' });
    await line.getByRole('button', { name: 'Add something' }).click();
    await line.getByRole('button', { name: 'Send the addition' }).press('Enter');
    expect(await asked(page)).not.toContain('report.add');
    await line.getByLabel('What else do you know?').fill('More of it');
    await line.getByRole('button', { name: 'Send the addition' }).click();
    await line.getByText('The addition was not sent').waitFor();
    expect(await line.getByLabel('What else do you know?').inputValue()).toBe('More of it');
  });

  test('can stop a report that is being prepared, and keeps what was written', async () => {
    const page = await stage.show('popup', { 'report.send': { waits: true } });
    await page.getByText('Report', { exact: true }).click();
    await page.getByLabel('What happened?').fill('more');
    await page.locator('.preview[aria-busy=false]').waitFor();
    const { id } = JSON.parse(await textOf(page.locator('pre')));
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByRole('status').getByText('Preparing the report, a few seconds').waitFor();
    expect(await page.getByLabel('What happened?').isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Do not send' }).and(page.locator(':focus')).click();
    await expect.poll(() => requestOf(page, 'report.cancel')).toEqual({ id });
    await page.evaluate(() => window.scene.settle('report.send', { fails: 'missing' }));
    await page.getByRole('button', { name: 'Send the report' }).waitFor();
    expect(await page.getByLabel('What happened?').inputValue()).toBe('more');
    expect(await page.getByText('was not sent').count()).toBe(0);
  });

  test('seals how the person can be reached, and says what is sealed', async () => {
    const page = await stage.show('popup');
    await page.getByText('Report', { exact: true }).click();
    await page.getByText('Add a picture, or how to reach you').click();
    await page.locator('.preview[aria-busy=false]').waitFor();
    expect(await requestOf(page, 'report.preview')).not.toHaveProperty('contact');
    await page.getByLabel('How can the reviewers reach you?').fill('me@mail.example');
    await page.getByText('Sealed in “contact”, readable only for Sample Alliance: me@mail.example').waitFor();
    const sealed = async () => (await requestOf(page, 'report.preview')) as { contact?: string } | undefined;
    await expect.poll(async () => (await sealed())?.contact).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    const decrypter = new Decrypter();
    decrypter.addIdentity(contactIdentity);
    expect(await decrypter.decrypt(armor.decode((await sealed())!.contact!), 'text')).toBe('me@mail.example');
    expect(JSON.stringify(await callsOf(page))).not.toContain('me@mail');
    expect(await textOf(page.locator('details details'))).toContain('erased after 90 days');
  });

  test('asks nobody how they can be reached where the alliance could not read it', async () => {
    const page = await stage.show('popup', { 'tab.show': { ...tab, contact: null } });
    await page.getByText('Report', { exact: true }).click();
    await page.getByText('Add a picture, or how to reach you').click();
    await page.getByRole('button', { name: 'Take the picture' }).waitFor();
    expect(await page.getByLabel('How can the reviewers reach you?').count()).toBe(0);
    await page.getByLabel('What do you report?').selectOption('other');
    expect(await page.getByText('Add a picture').count()).toBe(0);
  });

  test('shows a picture of the page before it goes, which can be removed', async () => {
    const page = await stage.show('popup');
    await page.getByText('Report', { exact: true }).click();
    await page.getByText('Add a picture, or how to reach you').click();
    expect(await asked(page)).not.toContain('report.picture');
    await page.getByRole('button', { name: 'Take the picture' }).click();
    const picture = page.getByRole('img', { name: 'The picture that goes with the report' });
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(48);
    await page.getByText('The picture above goes with it (1 kB).').waitFor();
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    expect(await page.getByText('The picture above').count()).toBe(0);
    await page.getByRole('button', { name: 'Take the picture' }).click();
    await picture.waitFor();
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByText('Received. Thank you').waitFor();
    expect(await requestOf(page, 'report.send')).toMatchObject({ picture: samplePicture });
  });

  test('sends the picture of a page with that page only', async () => {
    const page = await stage.show('popup');
    await page.getByText('Report', { exact: true }).click();
    await page.getByText('Add a picture, or how to reach you').click();
    await page.getByRole('button', { name: 'Take the picture' }).click();
    await page.getByRole('img', { name: 'The picture that goes' }).waitFor();
    await page.getByLabel('What do you report?').selectOption('bc1qsam…0000');
    await page.locator('.preview[aria-busy=false]').waitFor();
    expect(await page.getByText('The picture above').count()).toBe(0);
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByText('Received. Thank you').waitFor();
    expect(await requestOf(page, 'report.send')).toMatchObject({ picture: null });
  });

  test('says when no picture could be taken', async () => {
    const page = await stage.show('popup', { 'report.picture': { fails: 'input' } });
    await page.getByText('Report', { exact: true }).click();
    await page.getByText('Add a picture, or how to reach you').click();
    await page.getByRole('button', { name: 'Take the picture' }).click();
    await page.getByText('No picture could be taken.').waitFor();
  });

  test('leads to the public page of an entry, and says what that tells', async () => {
    const state = { ...quiet, verdict: 'caution', finding: siteFinding };
    const page = await stage.show('popup', { 'tab.show': state });
    await page.getByText('More about this entry').click();
    await page.getByText('alliance.example learns which one you look at').waitFor();
    expect(await asked(page)).not.toContain('entry.open');
    await page.getByRole('button', { name: 'Open the entry’s public page' }).click();
    const { key, feed: of } = siteFinding;
    await expect.poll(() => requestOf(page, 'entry.open')).toEqual({ key, feed: of, tabId: 7 });
  });

  test('says what to do when Baize does not answer', async () => {
    const page = await stage.show('popup', { 'tab.show': { fails: 'network' } });
    await page.getByText('Baize did not answer').waitFor();
  });
});

describe('the stop page in other states', () => {
  test('says that a site is listed for caution only, and opens it by the background', async () => {
    const eased = { ...stop, finding: { ...siteFinding, level: 'caution' } };
    const page = await stage.show('stop', { 'stop.show': eased });
    await page.getByRole('heading', { name: 'This site is now listed for caution only' }).waitFor();
    await page.getByRole('button', { name: 'Open the site' }).click();
    await page.waitForURL('**/proceeded.html');
  });

  test('offers no 24 hours in a private window', async () => {
    const page = await stage.show('stop', { 'stop.show': { ...stop, isPrivate: true } });
    await page.getByText('Details').click();
    await page.getByRole('button', { name: 'Continue once' }).waitFor();
    expect(await page.getByText('24 hours').count()).toBe(0);
  });

  test('has room on 320 pixels less a scroll bar', async () => {
    const page = await stage.show('stop', {}, { viewport: { width: 305, height: 256 } });
    await page.getByText('Details').click();
    await page.locator('h1').waitFor();
    const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(wide)).toBe(0);
  });
});

describe('the settings', () => {
  test('change the language at once', async () => {
    const page = await stage.show('options');
    await page.getByLabel('Language').selectOption('zh-TW');
    await page.getByRole('heading', { name: '白澤設定' }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.title])).toEqual([
      'zh-TW',
      '白澤設定',
    ]);
    expect(await requestOf(page, 'settings.change')).toEqual({ language: 'zh-TW' });
  });

  test('say that private windows are not protected, and how to change that, until it is changed', async () => {
    const page = await stage.show('options');
    await page.getByText('Press the button below. The br').waitFor();
    await page.evaluate(() => {
      Object.assign(window.scene.replies, { 'private.allowed': true });
      window.dispatchEvent(new Event('focus'));
    });
    await page.getByText('protects you in private windows too').waitFor();
    expect(await page.getByText('Press the button below. The br').count()).toBe(0);
  });

  test('end connections in advance when the person turns them off and allows it, until that is undone', async () => {
    const page = await stage.show('options');
    const choice = page.getByLabel('No connections in advance');
    await page.getByText('The browser may connect in advance').waitFor();
    expect(await choice.isChecked()).toBe(false);
    await choice.click();
    await page.getByText('The browser does not connect in advance').waitFor();
    expect(await choice.isChecked()).toBe(true);
    expect(await requestOf(page, 'permissions.request')).toEqual({ permissions: ['privacy'] });
    await choice.click();
    await page.getByText('The browser may connect in advance').waitFor();
    expect(await choice.isChecked()).toBe(false);
    expect(await requestOf(page, 'permissions.remove')).toEqual({ permissions: ['privacy'] });
  });

  test('leave connections in advance as they are when the person refuses, or another decides', async () => {
    const page = await stage.show('options', { 'permissions.request': false });
    await page.getByLabel('No connections in advance').click();
    expect(await requestOf(page, 'permissions.request')).toBeDefined();
    await page.getByText('The browser may connect in advance').waitFor();
    expect(await page.getByLabel('No connections in advance').isChecked()).toBe(false);
    const other = await stage.show('options', { 'privacy.control': 'controlled_by_other_extensions' });
    await other.getByText('another extension or an administrator decides').waitFor();
    expect(await other.getByLabel('No connections in advance').isDisabled()).toBe(true);
  });

  test('take the language of the browser when the setting says so', async () => {
    const page = await stage.show('options', language('auto'), { locale: 'zh-HK' });
    await page.getByRole('heading', { name: '白澤設定' }).waitFor();
  });

  test('show each list with its age, its signers, and what went wrong', async () => {
    const page = await stage.show('options');
    const [first, second] = await page.locator('.card').allInnerTexts();
    for (const fact of [
      'Sample Alliance',
      '42',
      '351,000',
      '12 minutes ago',
      '12 signed, 11 needed',
      'verified',
    ]) {
      expect(first).toContain(fact);
    }
    for (const fact of ['could not be reached', 'older than it should be', 'not yet', 'Ignored entries: 2']) {
      expect(second).toContain(fact);
    }
  });

  test('show what contradicts itself in a log, and save it as a file', async () => {
    const page = await stage.show('options');
    const card = page.locator('.card').nth(1);
    const text = await textOf(card);
    for (const word of ['contradicts itself', 'Two different logs', 'no longer begins as it did'])
      expect(text).toContain(word);
    expect(await textOf(page.locator('.card').first())).toContain('found among 1,234 statements');
    expect(await textOf(page.locator('.card').first())).not.toContain('contradicts');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card.getByText('Save the evidence').click(),
    ]);
    expect(download.suggestedFilename()).toBe('baize-evidence.json');
    const saved = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(saved).toEqual({ feed: troubledFeed.feed, evidence: troubledFeed.evidence });
  });

  test('delete it in two steps, by the keyboard', async () => {
    const page = await stage.show('options');
    const card = page.locator('.card').nth(1);
    await card.getByRole('button', { name: 'Delete the evidence' }).press('Enter');
    await card.getByRole('button', { name: 'Keep it' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    expect(await asked(page)).not.toContain('feeds.forget');
    await card.getByRole('button', { name: 'Delete the evidence' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: 'Keep it' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await card.getByText('contradicts itself').waitFor({ state: 'detached' });
    expect(await asked(page)).toContain('feeds.forget');
    const failing = await stage.show('options', { 'feeds.forget': { fails: 'network' } });
    await failing.getByRole('button', { name: 'Delete the evidence' }).click();
    await failing.getByRole('button', { name: 'Delete', exact: true }).click();
    await failing.getByText('It could not be deleted. Try again.').waitFor();
  });

  test('check for a new list', async () => {
    const page = await stage.show('options');
    await page.getByRole('button', { name: 'Check for a new list now' }).click();
    await page.getByText('Checked. The newest list is in force.').waitFor();
    expect(await page.locator('.card').count()).toBe(1);
    expect(await textOf(page.locator('.card'))).toContain('43');
  });

  test.each([
    [{ waits: true }, 'Checking'],
    [[troubledFeed], 'Checked, with a problem'],
    [{ fails: 'network' }, 'The check could not be started'],
  ])('case %#: say how the check stands', async (answer, text) => {
    const page = await stage.show('options', { 'feeds.sync': answer });
    await page.getByRole('button', { name: 'Check for a new list now' }).click();
    await page.locator('.check-state', { hasText: text }).waitFor();
  });

  test('stop a site again', async () => {
    const page = await stage.show('options');
    await page.getByRole('button', { name: 'Stop it again 中文.example' }).click();
    await page.getByText('None.', { exact: true }).waitFor();
    expect(await requestOf(page, 'proceed.undo')).toEqual({ host: 'xn--fiq228c.example' });
  });

  test.each([
    [{ read: null, isAsListed: false, left: 0 }, 'have not been compared with the newest list yet'],
    [{ read: '2026-05-01T00:00:00Z', isAsListed: true, left: 0 }, 'holds the rules that the list asks for'],
    [{ read: '2026-05-01T00:00:00Z', isAsListed: false, left: 0 }, 'are not what the list asks for'],
    [{ read: '2026-05-01T00:00:00Z', isAsListed: true, left: 7 }, 'no rule of your browser can name: 7.'],
  ])('say of the browser’s rules what was read back: %o', async (state, said) => {
    const page = await stage.show('options', { 'gate.show': state });
    await page.getByText(said).waitFor();
  });

  test('forget the copied addresses', async () => {
    const page = await stage.show('options');
    await page.getByText('Remembered now: 3').waitFor();
    await page.getByRole('button', { name: 'Forget them all' }).click();
    await page.getByText('None are remembered now.').waitFor();
    expect(await page.getByRole('button', { name: 'Forget them all' }).count()).toBe(0);
    expect(await asked(page)).toContain('copies.forget');
  });

  test('say when the copied addresses could not be forgotten', async () => {
    const page = await stage.show('options', { 'copies.forget': { fails: 'network' } });
    await page.getByRole('button', { name: 'Forget them all' }).click();
    await page.getByText('They could not be forgotten.').waitFor();
    await page.getByText('Remembered now: 3').waitFor();
  });
});

describe('a trouble', () => {
  const troubled = { 'troubles.show': troubles, 'tab.show': { ...tab, troubles } };

  test.each(['popup', 'options', 'welcome'] as const)(
    'is said on the page %s, the gravest first',
    async (name) => {
      const page = await stage.show(name, troubled);
      const alerts = page.getByRole('alert');
      await alerts.first().waitFor();
      expect(await alerts.count()).toBe(troubles.length);
      expect(await textOf(alerts.first())).toMatch(/^Baize may not look at every site\s+Your browser/);
    },
  );
});

describe('sites that the browser withholds', () => {
  const withheld = {
    'troubles.show': ['access'],
    'tab.show': { ...tab, guard: 'withheld', troubles: ['access'] },
  };
  const allow = (page: Page) => page.getByRole('button', { name: 'Allow on all sites' });

  test.each(['popup', 'options', 'welcome'] as const)('are asked for on the page %s', async (name) => {
    const page = await stage.show(name, withheld);
    await allow(page).click();
    expect(await requestOf(page, 'permissions.request')).toEqual({ origins: ['<all_urls>'] });
    expect(await page.getByText('The browser did not allow it').count()).toBe(0);
  });

  test('are had by hand where the browser says no', async () => {
    const page = await stage.show('options', { ...withheld, 'permissions.request': false });
    await allow(page).click();
    await page.getByText('choose “On all sites”').waitFor();
    await page.getByRole('button', { name: 'Open site access' }).click();
    expect(await requestOf(page, 'tabs.create')).toEqual({ url: 'chrome://extensions/?id=sample' });
  });

  test.each([
    ['withheld', 'Baize may not look at this page'],
    ['none', 'Baize cannot look at this page'],
  ])('leave the popup to say what it knows: guard %s', async (guard, title) => {
    const shown = { ...tab, guard, addresses: [], finding: null, verdict: 'unlisted' };
    const page = await stage.show('popup', { 'tab.show': shown });
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText('what stands on the page was not checked').waitFor();
    expect(await page.getByText('Addresses on this page').count()).toBe(0);
  });

  test('leave a page when the browser gives them back', async () => {
    const page = await stage.show('options', withheld);
    await allow(page).waitFor();
    await page.evaluate(() => {
      Object.assign(window.scene.replies, { 'troubles.show': [] });
      dispatchEvent(new CustomEvent('session', { detail: { troubles: {} } }));
    });
    await allow(page).waitFor({ state: 'detached' });
  });
});

describe('every page', () => {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  const openAll = async (page: Page) => {
    for (const summary of await page.locator('summary').all()) await summary.click();
    if (await page.locator('form').count()) await page.locator('.preview[aria-busy=false]').waitFor();
  };

  const looks = [
    ['en', 'light', 1280],
    ['zh-CN', 'dark', 320],
    ['zh-TW', 'light', 320],
  ] as const;
  const scenes = [
    ['stop', {}],
    ['stop', { 'stop.show': { ...stop, finding: null } }],
    ['stop', { 'stop.show': { ...stop, finding: { ...siteFinding, level: 'caution' } } }],
    ['popup', { 'tab.show': { ...tab, verdict: 'stop', finding: siteFinding } }],
    ['popup', { 'tab.show': { ...tab, addresses: tab.addresses.slice(0, 1) } }],
    ['popup', {}],
    ['popup', { 'tab.show': { ...tab, troubles } }],
    ['options', {}],
    ['options', { 'troubles.show': troubles }],
    ['options', { 'private.allowed': true, 'privacy.control': 'controlled_by_other_extensions' }],
    ['welcome', {}],
    ['welcome', { 'troubles.show': troubles }],
  ] as const;
  const cases = scenes.flatMap(([page, change]) => looks.map((look) => [page, ...look, change] as const));

  test.each(cases)(
    '%s in %s, %s, %d px wide: nothing for axe, nothing cut off',
    async (name, tag, colorScheme, width, change) => {
      const options = { colorScheme, viewport: { width, height: 700 } };
      const page = await stage.show(name, { ...language(tag), ...change }, options);
      await page.locator('h1').waitFor();
      await openAll(page);
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run();
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      });
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(tag);
    },
  );
});
