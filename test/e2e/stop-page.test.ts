import { beforeEach, describe, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, say, useWorld } from './world.ts';

const world = useWorld();
let tab: Tab;
const listed = (path = '/') => world.sites.url(hosts.listed, path);
// The registry was made when the run began: on a slow machine that is a minute or two ago.
const age = '(?:just now|\\d+ minutes? ago)';
const listedBy = new RegExp(say('stop.listed', { feed: 'Sample Alliance', age }).replaceAll('.', '\\.'));
const start = () => world.sites.url(hosts.ordinary);

beforeEach(async () => {
  tab = await world.browser.newTab();
  return () => tab.close().catch(() => undefined);
});

describe('the stop page', () => {
  it('says what kind of scam it is, who lists it, why, and how old the list is', async () => {
    await expectStopped(world, tab, listed('/why?a=1'), hosts.listed);
    await seen(tab, say('kind.fake_platform'));
    await until('the feed and the age of its list', async () => listedBy.test(await tab.text()));
    expect(await tab.text()).not.toContain('withdrawals are refused');
    await clickOn(tab, say('stop.details'));
    await seen(tab, 'Sample entry: deposits are taken and withdrawals are refused.');
    const text = await tab.text();
    expect(text).toContain(say('stop.details.age'));
    expect(text).toMatch(new RegExp(`${say('stop.details.members')}\\s+Sample Alliance`));
    expect(text).toContain(listed('/why?a=1'));
  });

  it('is left by "Back to safety"', async () => {
    await expectOpened(tab, start(), 'coffee');
    await expectStopped(world, tab, listed(), hosts.listed);
    await clickOn(tab, say('stop.back'));
    await until('the page before', async () => (await tab.url()) === start());
  });

  it.each(['Enter', 'Escape'])('is left by the key %s', async (key) => {
    await expectOpened(tab, start(), 'coffee');
    await expectStopped(world, tab, listed(), hosts.listed);
    await tab.show();
    await until('the focus', () =>
      tab.run((back) => document.activeElement?.textContent === back, say('stop.back')),
    );
    await tab.press(key);
    await until('the page before', async () => (await tab.url()) === start());
  });

  it('lets a person continue once: in this tab, until it leaves the site', async () => {
    await expectStopped(world, tab, listed('/once'), hosts.listed);
    await clickOn(tab, say('stop.details'));
    await clickOn(tab, say('stop.proceed.once'));
    await until('the site', async () => (await tab.url()) === listed('/once'));
    await seen(tab, 'Here is');
    expect(world.sites.requestsTo(hosts.listed)).toBe(1);
    const other = await world.browser.newTab();
    await expectStopped(world, other, listed('/once'), hosts.listed);
    await other.close();
    await expectOpened(tab, start(), 'coffee');
    await expectStopped(world, tab, listed('/once'), hosts.listed);
  });

  it('lets a person continue for 24 hours, without a loop, until that is undone', async () => {
    const { extension, sites } = world;
    await expectStopped(world, tab, listed('/day'), hosts.listed);
    await clickOn(tab, say('stop.details'));
    await clickOn(tab, say('stop.proceed.day'));
    await until('the site', async () => (await tab.url()) === listed('/day'));
    await expectOpened(tab, listed('/other'), 'Here is');
    expect(sites.requestsTo(hosts.listed)).toBe(2);
    await expectStopped(world, tab, sites.url(hosts.other), hosts.other);
    await extension.settings.open(await extension.settings.url());
    await seen(extension.settings, hosts.listed);
    await extension.ask('proceed.undo', { host: hosts.listed });
    await expectStopped(world, tab, listed('/day'), hosts.listed);
  });
});

describe('against a page that', () => {
  it('frames the stop page: it offers nothing to click on', async () => {
    await tab.open(world.sites.url(hosts.ordinary, `/frame?to=${encodeURIComponent(listed())}`));
    await until('the frame', () =>
      tab.runInFrame('/stop.html', () => document.querySelector('.framed') !== null),
    );
    const controls = await tab.runInFrame(
      '/stop.html',
      () => document.querySelectorAll('a, button, summary, input').length,
    );
    expect(controls).toBe(0);
  });

  it.each([
    'javascript:document.title="run"',
    'data:text/html,<script>document.title="run"</script>',
    `http://${hosts.listed}/\u202egnp.exe`,
    `http://${hosts.listed}/${'a'.repeat(40_000)}`,
    'file:///etc/passwd',
    '',
  ])('puts a strange address into the stop page: it is text and no link (%#)', async (address) => {
    await tab.open(`${world.browser.extension}stop.html#${address}`);
    await until('the stop page', () => tab.run(() => document.querySelector('#host') !== null));
    const odd = await tab.run(() => ({
      links: document.querySelectorAll('a[href]').length,
      title: document.title,
      bidi: document.body.textContent?.includes('\u202e') ?? false,
      wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    }));
    expect(odd).toEqual({ links: 0, title: odd.title, bidi: false, wide: false });
    expect(odd.title).not.toBe('run');
    if (!address.startsWith('http')) expect(await tab.text()).not.toContain(say('stop.proceed.once'));
  });
});
