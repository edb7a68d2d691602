import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '../../assets/words/site/en.json' with { type: 'json' };
import zhCN from '../../assets/words/site/zh-CN.json' with { type: 'json' };
import zhTW from '../../assets/words/site/zh-TW.json' with { type: 'json' };
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { feedFiles, listTarget } from '../../src/core/feed.ts';
import { type Language, languages } from '../../src/core/language.ts';
import { whyPath } from '../../src/core/site-address.ts';
import { parseTargets } from '../../src/core/tuf/metadata.ts';
import { asking, postReport } from '../registry/reporters.ts';
import { faults } from './axe.ts';
import { hosts } from './samples.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const texts = { en, 'zh-CN': zhCN, 'zh-TW': zhTW };
const page = (path: string) => `${world.registry.address}/${path}`;
const open = (path: string) => world.tab.open(page(path));

/** Has the pages speak a language, as a reader chooses it. */
async function speak(language: Language): Promise<void> {
  await until('the choice of language', () =>
    world.tab.run((wanted) => {
      const select = document.querySelector<HTMLSelectElement>('.language select');
      if (select === null) return false;
      select.value = wanted;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return true;
    }, language),
  );
  await until(`the page in ${language}`, () =>
    world.tab.run((wanted) => document.documentElement.lang === wanted, language),
  );
}

/** Types into the field with this label. */
async function fill(tab: Tab, label: string, text: string): Promise<void> {
  await until(`the field "${label}"`, () =>
    tab.run((wanted) => {
      const named = [...document.querySelectorAll('label')].find((one) => one.textContent === wanted);
      const field = named?.htmlFor ? document.getElementById(named.htmlFor) : null;
      (field as HTMLInputElement | null)?.select();
      field?.focus();
      return field !== null;
    }, label),
  );
  await tab.type(text);
}

async function lookUp(text: string): Promise<void> {
  await fill(world.tab, en['site.search.label'], text);
  await world.tab.press('Enter');
}

/** Notes from now on what the page fetches: the browser's own account leaves out what was answered with an error. */
function listen(): Promise<void> {
  return world.tab.run(() => {
    const { fetch } = globalThis;
    const fetched: string[] = [];
    Object.assign(globalThis, { fetched });
    globalThis.fetch = (...call) => {
      fetched.push(`${String(call[0])} ${JSON.stringify(call[1])}`);
      return fetch(...call);
    };
  });
}

/** Everything that the page asked for since, and all that it loaded. */
const asked = () =>
  world.tab.run(() => [
    ...(globalThis as unknown as { fetched: string[] }).fetched,
    ...performance.getEntriesByType('resource').map(({ name }) => name),
  ]);

describe('the public site', () => {
  it('says who keeps the list, and keeps the language that a reader chose', async () => {
    await open('');
    await speak('zh-CN');
    await seen(world.tab, zhCN['site.home.title']);
    await open('');
    await seen(world.tab, zhCN['site.home.title']);
    await speak('en');
    await seen(world.tab, 'Sample Alliance keeps a public list');
    await seen(world.tab, en['site.how.agree.text.one']);
  });

  it('looks up by keyboard alone, and sends nothing of what is typed', async () => {
    await open('');
    await seen(world.tab, 'Sample Alliance');
    await listen();
    await lookUp(`https://www.${hosts.listed}/deposit?me=1`);
    await seen(world.tab, en['site.search.listed']);
    await seen(world.tab, 'signed by 1 of the members');
    await lookUp('coffee-of-mine.test');
    await seen(world.tab, en['site.search.unlisted']);
    await seen(world.tab, 'That is no recommendation');
    const requests = await asked();
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter((url) => /coffee|deposit/.test(url))).toEqual([]);
  });

  it('refuses a list that is another than was signed, and one that nobody signed', async () => {
    await world.registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
    await world.registry.baize('publish');
    const version = await world.registry.version();
    const at = (name: string) => `${world.registry.data}/feed/${name}`;
    const { signed } = parseTargets(readFileSync(at(feedFiles.metadata(`${version}.targets.json`))));
    const list = at(feedFiles.target(signed.targets[listTarget]!.hashes.sha256!, listTarget));
    const timestamp = at(feedFiles.metadata('timestamp.json'));
    for (const file of [list, timestamp]) {
      const bytes = readFileSync(file);
      const forged = Buffer.from(bytes);
      // The last byte of a gzip's content; of the metadata, a digit of a signature.
      const place = file === list ? bytes.length - 12 : bytes.indexOf('"sig"') + 8;
      forged[place] = forged[place] === 0x31 ? 0x32 : 0x31;
      writeFileSync(file, forged);
      await open('search');
      await lookUp(hosts.fresh);
      await seen(world.tab, en['site.failed.forged']);
      expect(await world.tab.text()).not.toContain(en['site.search.unlisted']);
      writeFileSync(file, bytes);
    }
  });

  it('shows why something is listed; evidence is text until somebody asks where it leads', async () => {
    const evidence = 'https://xn--bcher-kva.example/evidence?id=7';
    const options = [
      '--kind',
      'fake_platform',
      '--reason',
      '<img src=x> <b>bold</b>',
      '--evidence',
      evidence,
    ];
    await world.registry.baize('add', 'reasoned.test/users/lucky', ...options);
    await world.registry.baize('publish');
    await open(whyPath('reasoned.test/users/lucky'));
    await seen(world.tab, en['site.why.listed']);
    await seen(world.tab, '<img src=x> <b>bold</b>');
    const links = () => world.tab.run(() => document.querySelectorAll('a[href^="https:"]').length);
    expect(await links()).toBe(0);
    await clickOn(world.tab, evidence);
    await seen(world.tab, 'bücher.example');
    expect(await links()).toBe(1);
  });

  it('says of what is not listed that it is not, and shows its past', async () => {
    await open(whyPath('never-heard-of.test'));
    await seen(world.tab, en['site.why.unlisted']);
    await seen(world.tab, en['site.appeal.unlisted']);
  });

  it('takes an appeal and shows what becomes of it', async () => {
    await open(whyPath(hosts.listed));
    await clickOn(world.tab, en['site.appeal.open']);
    await fill(world.tab, en['site.appeal.text'], 'We are licensed: register 4711.');
    await clickOn(world.tab, en['site.appeal.send']);
    await seen(world.tab, en['site.appeal.sent']);
    await clickOn(world.tab, en['site.appeal.follow']);
    await seen(world.tab, en['site.appeal.state.open']);
    await seen(world.tab, en['site.clock.open']);
    await open('appeal');
    await seen(world.tab, hosts.listed);
    await world.registry.baize('remove', hosts.listed);
    await world.registry.baize('publish');
    await world.tab.run(() => document.querySelector<HTMLAnchorElement>('a[href^="/appeal/"]')!.click());
    await seen(world.tab, en['site.appeal.state.upheld']);
    await open(whyPath(hosts.listed));
    await seen(world.tab, en['site.why.was']);
    await seen(world.tab, en['site.why.appeal.upheld']);
  });

  it('tells a reporter what became of a report, and takes what there is to add', async () => {
    const report = { id: 'a-report-of-the-site', subject: `https://${hosts.ordinary}/pay`, kind: 'phishing' };
    const { receipt } = (await (await postReport(asking(page('')), report)).json()) as { receipt: string };
    await open('report');
    await fill(world.tab, en['site.receipt.label'], receipt);
    await world.tab.press('Enter');
    await seen(world.tab, en['site.report.received']);
    await fill(world.tab, en['site.report.add'], 'They took 500 dollars.');
    await clickOn(world.tab, en['site.report.add.button']);
    await seen(world.tab, en['site.report.added']);
    expect(await world.registry.baize('reports')).toContain('They took 500 dollars.');
  });

  it('is gone through with the keyboard alone', async () => {
    await open('rules');
    await seen(world.tab, en['site.rules.come']);
    await world.tab.press('Tab');
    const focused = () => world.tab.run(() => document.activeElement?.textContent);
    expect(await focused()).toBe(en['site.skip']);
    for (const name of ['Baize 白泽', en['site.nav.search'], en['site.nav.statistics']]) {
      await world.tab.press('Tab');
      expect(await focused()).toContain(name);
    }
    await world.tab.press('Enter');
    await seen(world.tab, en['site.statistics.kinds']);
    expect(await world.tab.run(() => document.activeElement?.id)).toBe('content');
    await world.tab.press('Tab');
    expect(await focused()).toBe(en['site.statistics.numbers']);
    await world.tab.press('Enter');
    await seen(world.tab, en['site.statistics.month']);
  });

  it('shows the log with every leaf at its own address', async () => {
    await open('log');
    await seen(world.tab, en['site.log.checkpoint']);
    await seen(world.tab, `An appeal against ${hosts.listed} was received`);
    await open('log#leaf-1');
    await seen(world.tab, 'Lines around #1');
  });
});

const pages = [
  '',
  `search#${hosts.caution}`,
  whyPath(hosts.caution),
  'appeal',
  'report',
  'statistics',
  'log',
  'rules',
  'start-your-own',
  'appeal/AAAAAAAAAAAAAAAAAAAAAAAA',
];

describe.each(languages.map(([language]) => language))('axe finds nothing in %s', (language) => {
  it.each(pages)('at /%s', async (path) => {
    await open(path);
    await speak(language);
    await until('the page to be there', () =>
      world.tab.run(() => {
        for (const each of document.querySelectorAll('details')) each.open = true;
        return document.querySelector('h1') !== null && document.querySelector('[role=status]') === null;
      }),
    );
    expect(await world.tab.text()).toContain(texts[language]['site.never']);
    expect(await faults(world.tab)).toEqual([]);
  });
});
