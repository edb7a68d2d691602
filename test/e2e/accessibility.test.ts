import { afterAll, describe, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { faults } from './axe.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, useWorld } from './world.ts';

const world = useWorld();

/** Unfolds everything that is folded, until something that was in there stands on the page. */
async function unfold(tab: Tab, selector: string): Promise<void> {
  const open = (wanted: string) => {
    for (const each of document.querySelectorAll('details')) each.open = true;
    return document.querySelector(wanted) !== null;
  };
  await until(`"${selector}" on the page`, () => tab.run(open, selector));
}

describe.each(['en', 'zh-CN', 'zh-TW'] as const)('axe finds nothing in %s', (language) => {
  afterAll(() => world.extension.ask('settings.change', { language: 'auto' }));

  it('on the stop page, its details open', async () => {
    await world.extension.ask('settings.change', { language });
    await expectStopped(world, world.tab, world.sites.url(hosts.listed), hosts.listed);
    await unfold(world.tab, '.proceed');
    expect(await faults(world.tab)).toEqual([]);
  });

  it('in the popup, the report form open', async () => {
    await expectOpened(world.tab, world.sites.url(hosts.forum), 'forum');
    const popup = await world.extension.popup(world.sites.url(hosts.forum));
    await unfold(popup, '.preview');
    expect(await faults(popup)).toEqual([]);
    await popup.close();
  });

  it.each(['options.html', 'welcome.html'])('on %s', async (page) => {
    await world.tab.open(world.browser.extension + page);
    await unfold(world.tab, 'h1');
    expect(await faults(world.tab)).toEqual([]);
  });
});
