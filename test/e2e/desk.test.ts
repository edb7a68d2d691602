import { expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { signVote } from '../../scripts/lib/console.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { consoleWords, signInAs, siteWords, tabTo, useDeskWorld } from './desk-world.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, say } from './world.ts';

/**
 * From a report to a warning, and back: one story, told in order. A person reports a site, two members list it in two browsers,
 * the extension stops it; the listed party objects, two members clear it, and it opens again.
 */
const world = useDeskWorld();
const key = hosts.fresh;
const desk = {} as { heron: Tab; otter: Tab };

/** Waits until a browser's list holds, or no longer holds, the reported site; looks for a new release meanwhile. */
async function listed(isListed: boolean): Promise<void> {
  const url = world.sites.url(key);
  await until(`${key} to be ${isListed ? '' : 'un'}listed`, async () => {
    await world.extension.sync();
    const { finding } = await world.extension.ask('stop.show', { url });
    return (finding !== null) === isListed;
  });
}

it('a report from the popup becomes a case, which reviewers see come in', async () => {
  desk.heron = await signInAs(world, world.investor, 'heron');
  desk.otter = await signInAs(world, world.other, 'otter');
  await seen(desk.otter, consoleWords['queue.empty']);
  const page = await world.investor.newTab();
  await expectOpened(page, world.sites.url(key), 'Two per cent');
  const popup = await world.extension.popup(world.sites.url(key));
  await clickOn(popup, say('report.title'));
  await until('the preview', () =>
    popup.run(() => document.querySelector('figure.preview[aria-busy="false"]') !== null),
  );
  await clickOn(popup, say('report.send'));
  await seen(popup, say('report.sent.received'));
  await popup.close();
  await page.close();
  // Told over the open connection: nobody loads the page again.
  await seen(desk.otter, consoleWords['queue.news'].split('{')[0]!);
});

it('one member votes by keyboard alone, another with the mouse in another browser', async () => {
  const { heron, otter } = desk;
  await heron.show();
  await clickOn(heron, consoleWords['queue.news'].replace('{count}', '1'));
  await seen(heron, key);
  await heron.press('j');
  await heron.press('Enter');
  await seen(heron, consoleWords['vote.review']);
  await heron.press('v');
  await tabTo(heron, consoleWords['vote.review']);
  await heron.press('Enter');
  await seen(heron, '"_type": "vote"');
  await tabTo(heron, consoleWords['sign.do']);
  await heron.press('Enter');
  await seen(heron, consoleWords['vote.missing'].replace('{more}', '1'));
  await otter.show();
  await clickOn(otter, consoleWords['queue.news'].replace('{count}', '1'));
  await clickOn(otter, key);
  await signVote(otter);
});

it('the extension stops the site, and the reporter hears that it is listed', async () => {
  await listed(true);
  const page = await world.investor.newTab();
  await expectStopped(world, page, world.sites.url(key), key);
  const popup = await world.extension.popup(await page.url());
  await clickOn(popup, say('reports.title'));
  await clickOn(popup, say('reports.check'));
  await seen(popup, say('reports.state.listed'));
  await popup.close();
  await page.close();
  await seen(desk.otter, consoleWords['case.state.listed']);
});

it('the listed party objects on the public page and gets a receipt with a clock', async () => {
  const page = await world.other.newTab();
  // Who is listed reads the page with a browser that stops nothing there: it is the alliance's own site.
  await page.open(`${world.registry.address}/why/${key}`);
  await seen(page, 'Heron Watch (sample)');
  await seen(page, 'Otter Labs (sample)');
  await clickOn(page, siteWords['site.appeal.open']);
  await page.click('.appeal-form textarea');
  await page.type('We sell tea, and the report was about another shop.');
  await clickOn(page, siteWords['site.appeal.send']);
  await seen(page, siteWords['site.appeal.sent']);
  await clickOn(page, siteWords['site.appeal.follow']);
  await seen(page, siteWords['site.appeal.state.open']);
  await page.close();
});

it('two members clear it, the extension stops no more, and the appeal is upheld in public', async () => {
  for (const tab of [desk.heron, desk.otter]) {
    await tab.show();
    await clickOn(tab, consoleWords['nav.appeals']);
    await clickOn(tab, key);
    await seen(tab, 'We sell tea');
    await clickOn(tab, consoleWords['opinion.clear']);
    await signVote(tab);
  }
  await listed(false);
  const page = await world.investor.newTab();
  await expectOpened(page, world.sites.url(key), 'Two per cent');
  await page.open(`${world.registry.address}/why/${key}`);
  await seen(page, siteWords['site.why.appeal.upheld']);
  await page.close();
  const popup = await world.extension.popup(await world.extension.settings.url());
  await clickOn(popup, say('reports.title'));
  await clickOn(popup, say('reports.check'));
  await seen(popup, say('reports.state.declined', { reason: say('declined.overturned') }));
  expect(await popup.text()).not.toContain(say('reports.state.listed'));
});
