import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Finding, Language, PageReply } from '../../../src/extension/messages.ts';
import { finding, type Guarded, GuardStage } from './stage.ts';

const listed: Finding[] = [finding(`eip155:0x${'1'.repeat(40)}`), finding(`eip155:0x${'2'.repeat(40)}`)];
const html = `<!DOCTYPE html><html lang="en"><title>Coins</title><main><h1>Coins</h1>
  <p style="overflow-wrap: anywhere">0x${'1'.repeat(40)} 0x${'2'.repeat(40)}</p></main></html>`;
const languages: Language[] = ['en', 'zh-CN', 'zh-TW'];
const verdicts = ['unlisted', 'caution', 'proceeded'] as const;
const schemes = ['light', 'dark'] as const;

let stage: GuardStage;
beforeAll(async () => {
  stage = await GuardStage.open();
}, 60_000);
afterAll(() => stage.close());

function pageWith(verdict: PageReply['verdict'], language: Language): PageReply {
  const key = 'a-rather-long-name-of-a-site.coins.example/invest/now';
  return { verdict, language, finding: verdict === 'unlisted' ? null : finding(key) };
}

const shown = (page: Guarded) =>
  vi.waitFor(async () => expect(await page.words()).not.toBe(''), { timeout: 15_000 });

async function violations(page: Guarded): Promise<string[]> {
  await page.tab.evaluate(axe.source);
  return page.tab.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

// axe can not tell the contrast of text in the top layer, so it is worked out here (WCAG 2.2, 1.4.3).
async function lowestContrast(page: Guarded): Promise<number> {
  const pairs = await page.inside<
    [string, string][]
  >(`[...played.root.querySelectorAll('p, button')].map((part) => {
    let ground = part;
    while (/^rgba\\(.*, 0\\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    return [getComputedStyle(part).color, getComputedStyle(ground).backgroundColor];
  })`);
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

describe.each(schemes)('the banner, %s', (colorScheme) => {
  test.each(verdicts)('has no fault that axe finds: %s', async (verdict) => {
    const play = { page: pageWith(verdict, 'zh-CN'), listed, open: true };
    const page = await stage.show(html, play, { colorScheme, reducedMotion: 'reduce' });
    await shown(page);
    expect(await violations(page)).toEqual([]);
    expect(await lowestContrast(page)).toBeGreaterThan(7);
    await page.click('fold');
    expect(await violations(page)).toEqual([]);
    expect(await lowestContrast(page)).toBeGreaterThan(7);
  });
});

describe.each(languages)('the banner in %s', (language) => {
  test.each(verdicts)('fits 320 px, with every button in view: %s', async (verdict) => {
    const size = { viewport: { width: 320, height: 568 } };
    const page = await stage.show(html, { page: pageWith(verdict, language), listed }, size);
    await shown(page);
    const boxes = await page.inside<{ left: number; right: number; bottom: number }[]>(
      `[...played.root.querySelectorAll('p, button')].map((part) => part.getBoundingClientRect().toJSON())`,
    );
    expect(boxes.length).toBeGreaterThan(3);
    expect(Math.min(...boxes.map(({ left }) => left))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThanOrEqual(320);
    expect(Math.max(...boxes.map(({ bottom }) => bottom))).toBeLessThanOrEqual(0.6 * 568);
  });
});

test('the banner is closed to the page', async () => {
  const page = await stage.show(html, { page: pageWith('caution', 'en'), listed });
  await shown(page);
  expect(await page.tab.evaluate(() => document.documentElement.lastElementChild?.shadowRoot)).toBeNull();
});

test('the banner is announced: sender, loss, kind and feed in one alert', async () => {
  const page = await stage.show(html, { page: pageWith('caution', 'en'), open: true });
  await shown(page);
  expect(await page.tab.getByRole('alert').innerText()).toMatch(
    /^Baize · Take care\s+What is paid in .*\s+Fake trading platform: Sample Alliance lists/,
  );
});
