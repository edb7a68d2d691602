import { afterEach, describe, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { hosts, listedAddresses, ordinaryAddresses } from './samples.ts';
import { expectOpened, expectStopped, say, useWorld } from './world.ts';

const world = useWorld();
const opened: Tab[] = [];

afterEach(async () => {
  for (const tab of opened.splice(0)) await tab.close();
});

/** Opens the popup over the page that the world's tab shows. */
async function popup(): Promise<Tab> {
  const tab = await world.extension.popup(await world.tab.url());
  opened.push(tab);
  return tab;
}

/** Unfolds the report form, writes a note, and returns the report that the preview shows. */
async function fillReport(on: Tab, note: string): Promise<Record<string, unknown>> {
  await clickOn(on, say('report.title'));
  await on.click('textarea[aria-describedby="note-hint"]');
  await on.type(note);
  const preview = await until('the preview', async () => {
    const shown = await on.run(
      () => document.querySelector('figure.preview[aria-busy="false"] pre')?.textContent,
    );
    return shown?.includes(note) ? shown : null;
  });
  return JSON.parse(preview);
}

async function reports(): Promise<Record<string, unknown>[]> {
  const lines = (await world.registry.baize('reports', '--json')).trim();
  return lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line));
}

describe('the popup', () => {
  it('says that an ordinary page is not on the list', async () => {
    await expectOpened(world.tab, world.sites.url(hosts.ordinary), 'coffee');
    const shown = await popup();
    await seen(shown, say('tab.unlisted'));
    expect(await shown.text()).not.toMatch(/\bsafe\b/i);
    expect(await shown.text()).toContain(say('tab.age', { feed: 'Sample Alliance', age: '' }));
  });

  it('says that a site has a caution', async () => {
    await expectOpened(world.tab, world.sites.url(hosts.caution), 'Invite');
    await seen(await popup(), say('tab.caution'));
  });

  it('says that a stopped site is on the list', async () => {
    await expectStopped(world, world.tab, world.sites.url(hosts.listed), hosts.listed);
    const shown = await popup();
    await seen(shown, say('tab.stop'));
    await seen(shown, say('tab.by', { kind: say('kind.fake_platform'), feed: 'Sample Alliance' }));
  });

  it('shows the addresses of the page, the listed ones first', async () => {
    const url = world.sites.url(hosts.forum);
    await world.tab.open(url);
    const tabId = await world.extension.tabId(url);
    await until('four addresses', async () => {
      return (await world.extension.ask('tab.show', { tabId })).addresses.length === 4;
    });
    const shown = await popup();
    await seen(shown, say('tab.address'));
    const lines = await shown.run(() =>
      [...document.querySelectorAll('.addresses li')].map((line) => line.textContent ?? ''),
    );
    expect(lines).toHaveLength(4);
    expect(lines.filter((line) => line.includes(say('popup.addresses.listed', { kind: '' })))).toHaveLength(
      3,
    );
    expect(lines[3]).toContain(say('popup.addresses.unlisted'));
    const text = lines.join('').replace(/\s/g, '').toLowerCase();
    for (const address of [...Object.values(listedAddresses), ordinaryAddresses.eip155]) {
      expect(text).toContain(address.toLowerCase());
    }
  });
});

describe('a report', () => {
  it('arrives exactly as its preview shows it, and its state is shown', async () => {
    await expectOpened(world.tab, world.sites.url(hosts.fresh, '/offer?token=secret#part'), 'Here is');
    const shown = await popup();
    const preview = await fillReport(shown, 'They promise two per cent a day');
    expect(preview.subject).toBe(world.sites.url(hosts.fresh, '/offer'));
    expect(await reports()).toEqual([]);
    await clickOn(shown, say('report.send'));
    await seen(shown, say('report.sent.received'));
    expect(await reports()).toEqual([expect.objectContaining(preview)]);
    await clickOn(shown, say('reports.title'));
    await seen(shown, say('reports.state.received'));
  });

  it('is shown as listed once its subject is', async () => {
    await world.registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
    await world.registry.baize('publish');
    await expectOpened(world.tab, world.sites.url(hosts.ordinary), 'coffee');
    const shown = await popup();
    await clickOn(shown, say('reports.title'));
    await clickOn(shown, say('reports.check'));
    await until('the state', () =>
      shown.run(() => document.querySelector('.reports .state.listed') !== null),
    );
  });

  it('is kept while there is no connection, and sent later', async () => {
    await world.registry.stop();
    await expectOpened(world.tab, world.sites.url('profit.test'), 'Here is');
    const shown = await popup();
    const preview = await fillReport(shown, 'Written without a connection');
    await clickOn(shown, say('report.send'));
    await seen(shown, say('report.sent.waiting'));
    await clickOn(shown, say('reports.title'));
    await seen(shown, say('reports.state.waiting'));
    await world.registry.serve();
    await until('the report at the registry', async () => {
      await world.extension.ask('report.check', { anew: false });
      return (await reports()).find(({ id }) => id === preview.id);
    });
    const again = await popup();
    // With the sign that something became of it.
    await clickOn(again, `${say('reports.title')} ${say('reports.hasNews')}`);
    await seen(again, say('reports.state.received'));
  });
});
