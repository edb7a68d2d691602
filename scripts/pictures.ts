/** `npm run pictures`: takes README's pictures anew, of the demo in a real Chromium, into `docs/images/`. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openRegistry } from '../src/registry/registry.ts';
import { fileReport } from '../src/registry/store/reports.ts';
import { SampleAlliance } from './demo/alliance.ts';
import { demoPages } from './demo/pages.ts';
import { hosts, samples } from './demo/samples.ts';
import { type Tab, until } from './lib/browser.ts';
import { needBrowser } from './lib/browsers.ts';
import { buildExtension, buildWeb } from './lib/build.ts';
import { launchChromium } from './lib/chromium.ts';
import { signIn } from './lib/console.ts';
import { Ending } from './lib/ending.ts';
import { Extension, isStopPage } from './lib/extension.ts';
import { clickOn } from './lib/page.ts';
import { freePort } from './lib/ports.ts';
import { Registry } from './lib/registry.ts';
import { serveSites } from './lib/sites.ts';

const work = fileURLToPath(new URL('../.demo/pictures/', import.meta.url));
const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** Each language, and the end of its pictures' names. */
const languages = { en: '', 'zh-CN': '.zh-CN', 'zh-TW': '.zh-TW' } as const;
// The banner comes in within a fifth of a second.
const rest = () => new Promise((resolve) => setTimeout(resolve, 500));

async function take(ending: Ending): Promise<void> {
  rmSync(work, { recursive: true, force: true });
  const registry = new Registry(`${work}registry`, await freePort(4180));
  const alliance = new SampleAlliance(registry, `${work}members`);
  await alliance.found('Sample Alliance');
  await buildWeb();
  ending.add(() => Promise.all([registry.stop(), alliance.stopCosigners()]).then(() => {}));
  await registry.serve();
  await alliance.startCosigners();
  await alliance.agreeOn(samples);
  await reportFresh(registry.data);
  await alliance.vote('otter', {
    key: hosts.fresh,
    kind: 'ponzi_yield',
    reason: 'promise: two per cent a day',
  });
  const sites = await serveSites(
    demoPages(() => sites.port),
    await freePort(registry.port + 1),
  );
  ending.add(() => sites.close());
  const extension = await buildExtension('chromium', [registry.feed], `${work}extension`);
  const { path } = await needBrowser('chromium');
  const browser = await launchChromium(path, { extension, hosts: Object.values(hosts) });
  ending.add(() => browser.close());
  const baize = await Extension.open(browser);
  const tab = await browser.newTab();
  for (const [language, suffix] of Object.entries(languages)) {
    await baize.ask('settings.change', { language: language as keyof typeof languages });
    await stopPage(tab, sites.url(hosts.listed), `${images}stop${suffix}.png`);
    await forum(tab, sites.url(hosts.forum), `${images}banner${suffix}.png`);
    const popup = await baize.popup(sites.url(hosts.forum));
    await popupOf(popup, `${images}popup${suffix}.png`);
    await popup.close();
  }
  const desk = await signIn(browser, registry.address, alliance.keyOf('heron', 'vote'));
  await clickOn(desk, hosts.fresh);
  for (const [language, suffix] of Object.entries(languages)) {
    await until('the language to choose', () => desk.run(chooseLanguage, language));
    await rest();
    await desk.screenshot(`${images}desk${suffix}.png`);
  }
}

/** Three people report the site of the story, as the popup would. */
async function reportFresh(data: string): Promise<void> {
  const registry = await openRegistry(data);
  const notes = ['They promise two per cent a day.', 'My deposit is gone.', '客服说要先交保证金才能提现。'];
  for (const [i, note] of notes.entries()) {
    const subject = `https://${hosts.fresh}/offer`;
    const report = { id: `sample-report-of-picture-${i}`, subject, kind: 'ponzi_yield' as const, note };
    await fileReport(registry.db, report, new Date());
  }
  await registry.close();
}

/** Does in the console what choosing a language does. */
function chooseLanguage(language: string): boolean {
  const select = [...document.querySelectorAll('select')].find((each) =>
    [...each.options].some(({ value }) => value === language),
  );
  if (select === undefined) return false;
  select.value = language;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

async function stopPage(tab: Tab, url: string, picture: string): Promise<void> {
  await tab.open(url);
  await until('the stop page', async () => isStopPage(await tab.url()));
  await rest();
  await tab.screenshot(picture);
}

async function forum(tab: Tab, url: string, picture: string): Promise<void> {
  await tab.open(url);
  await until('a mark', () => tab.run(() => CSS.highlights.size));
  await rest();
  await tab.screenshot(picture);
}

async function popupOf(popup: Tab, picture: string): Promise<void> {
  await until('the addresses', () => popup.run(() => document.querySelector('.addresses li') !== null));
  await rest();
  await popup.screenshot(picture, 'html');
}

const ending = new Ending();
try {
  await take(ending);
  console.log(`The pictures are in ${images}`);
  await ending.end(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await ending.end(1);
}
