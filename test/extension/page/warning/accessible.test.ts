import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/language.ts';
import type { PageReply } from '../../../../src/extension/messages.ts';
import type { Callout } from '../../../../src/extension/page/scripts.ts';
import { evm, finding, listed, other } from '../stage-parts.ts';
import { type Warned, WarningStage } from './stage.ts';

const html = `<!DOCTYPE html><html lang="en"><title>Coins</title><meta name="viewport" content="width=device-width">
  <main style="overflow-wrap: anywhere"><h1>Coins</h1><p id="a">${evm}</p><p id="b">${other}</p>
  <label>To <input id="field" style="width: 90%"></label></main></html>`;
const languages: Language[] = ['en', 'zh-CN', 'zh-TW'];
const verdicts = ['unlisted', 'caution', 'proceeded'] as const;
const schemes = ['light', 'dark'] as const;
const callouts: Callout[] = [
  { kind: 'copied', listed: listed(evm, { kind: 'phishing' }) },
  { kind: 'pasted', listed: listed(evm, { level: 'caution' }) },
  { kind: 'swapped', copied: evm, pasted: other, seconds: 5 },
  { kind: 'lookalike', by: 'page', lookalike: { copied: evm, text: other } },
  { kind: 'lookalike', by: 'paste', lookalike: { copied: evm, text: other } },
  { kind: 'picture', found: null },
  { kind: 'picture', found: [] },
  { kind: 'picture', found: [{ text: evm, finding: null }] },
  { kind: 'picture', found: [{ text: evm, finding: finding('eip155:0x1') }] },
];

let stage: WarningStage;
beforeAll(async () => {
  stage = await WarningStage.open();
});
afterAll(() => stage.close());

function pageWith(verdict: PageReply['verdict'], language: Language): PageReply {
  const key = 'a-rather-long-name-of-a-site.coins.example/invest/now';
  return { verdict, language, finding: verdict === 'unlisted' ? null : finding(key) };
}

async function marked(
  ...[play, options]: Parameters<WarningStage['show']> extends [string, ...infer R] ? R : never
): Promise<Warned> {
  const page = await stage.show(html, play, options);
  await page.markText(listed(), '#a');
  await page.markText(listed(other), '#b');
  return page;
}

async function violations(page: Warned): Promise<string[]> {
  await page.tab.evaluate(axe.source);
  return page.tab.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

// axe can not tell the contrast of text in the top layer, so it is worked out here (WCAG 2.2, 1.4.3).
async function lowestContrast(page: Warned): Promise<number> {
  const pairs = await page.inside<[string, string][]>(
    `[...staged.root.querySelectorAll('p, b, button')].map((part) => {
      let ground = part;
      while (/^rgba\\(.*, 0\\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
      return [getComputedStyle(part).color, getComputedStyle(ground).backgroundColor];
    })`,
  );
  expect(pairs.length).toBeGreaterThan(0);
  return Math.min(...pairs.map(([text, ground]) => contrast(luminance(text), luminance(ground))));
}

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

function luminance(color: string): number {
  const [r, g, b] = color.match(/\d+/g)!.map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Where every text and button of a part is, and how it overflows. */
async function expectInView(page: Warned, part: string, width: number, height: number): Promise<void> {
  const boxes = await page.boxes(`${part} p, ${part} button`);
  expect(boxes.length).toBeGreaterThan(2);
  expect(Math.min(...boxes.map(({ left }) => left))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThanOrEqual(width);
  expect(Math.max(...boxes.map(({ bottom }) => bottom))).toBeLessThanOrEqual(height);
}

describe.each(schemes)('%s', (colorScheme) => {
  test.each(verdicts)('the banner has no fault that axe finds: %s', async (verdict) => {
    const page = await marked({ open: true }, { colorScheme });
    await page.verdict(pageWith(verdict, 'zh-CN'));
    expect(await violations(page)).toEqual([]);
    expect(await lowestContrast(page)).toBeGreaterThan(7);
    await page.click('.fold');
    expect(await violations(page)).toEqual([]);
    expect(await lowestContrast(page)).toBeGreaterThan(7);
  });

  test('no callout has a fault that axe finds', async () => {
    for (const callout of callouts) {
      const page = await stage.show(html, { open: true }, { colorScheme });
      await page.say(callout, '#field');
      expect(await violations(page), JSON.stringify(callout)).toEqual([]);
      expect(await lowestContrast(page)).toBeGreaterThan(7);
      await page.tab.context().close();
    }
  });

  test('what explains a mark has no fault that axe finds', async () => {
    const page = await marked({ open: true }, { colorScheme });
    await page.inside('warning.showNext()');
    expect(await violations(page)).toEqual([]);
    expect(await lowestContrast(page)).toBeGreaterThan(7);
  });
});

describe.each(languages)('in %s', (language) => {
  const size = { viewport: { width: 320, height: 568 } };

  test.each(verdicts)('the banner fits 320 px, with every button in view: %s', async (verdict) => {
    const page = await marked({ language }, size);
    await page.verdict(pageWith(verdict, language));
    await expectInView(page, '.notice', 320, 0.6 * 568);
    await page.click('.show');
    await expectInView(page, '.notice', 320, 0.6 * 568);
    await expectInView(page, '.callout', 320, 568);
  });

  test('every callout fits 320 px, its button large enough for a finger', async () => {
    const page = await stage.show(html, { language }, size);
    for (const callout of callouts) {
      await page.say(callout, '#field');
      await expectInView(page, '.callout', 320, 568);
      const { width, height } = await page.box('.close');
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
      await page.click('.close');
    }
  });
});

test('the banner is announced: sender, loss, kind and feed in one alert', async () => {
  const page = await stage.show(html, { open: true });
  await page.verdict(pageWith('caution', 'en'));
  expect(await page.tab.getByRole('alert').innerText()).toMatch(
    /^Baize · Take care\s+What is paid in .*\s+Fake trading platform: Sample Alliance lists/,
  );
});

test('a callout is announced: sender, loss, address, kind and feed in one alert', async () => {
  const page = await stage.show(html, { open: true });
  await page.say({ kind: 'pasted', listed: listed() }, '#field');
  expect(await page.tab.getByRole('alert').innerText()).toMatch(
    /^Baize · Take care\s+Coins sent to .*\s+0x12345678…34567890\s+What is paid in .* Fake trading platform, listed by Sample/,
  );
  await expect(page.tab.getByRole('button', { name: 'Close' }).count()).resolves.toBe(1);
});

test('forced colours keep outlines and callouts apart from the page', async () => {
  const page = await stage.show(html, {}, { forcedColors: 'active' });
  await page.markElement(listed(), '#field');
  await page.say({ kind: 'pasted', listed: listed() }, '#field');
  await expect.poll(() => page.boxes('.outline')).toHaveLength(1);
  const lines = await page.inside<string[]>(
    `[getComputedStyle(staged.root.querySelector('.outline')).outlineStyle, getComputedStyle(staged.root.querySelector('.callout')).borderTopStyle]`,
  );
  expect(lines).toEqual(['solid', 'solid']);
});
