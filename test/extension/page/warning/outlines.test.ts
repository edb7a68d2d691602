import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patiently } from '../../../patience.ts';
import { evm, listed, other } from '../stage-parts.ts';
import { type Box, eventually, type Warned, WarningStage } from './stage.ts';

let stage: WarningStage;
beforeAll(async () => {
  stage = await WarningStage.open();
});
afterAll(() => stage.close());

const style = `<style>body { margin: 0 0 3000px } main { padding: 200px 40px } input, img { display: block }</style>`;
const input = `${style}<main><input id="a" size="50" value="${evm}"></main>`;

const count = (page: Warned) => page.boxes('.outline').then((boxes) => boxes.length);

/** Waits until the outline lies on the element. */
async function lies(page: Warned, on: string): Promise<void> {
  const rounded = ({ x, y, width, height }: Box) => [x, y, width, height].map(Math.round);
  await vi.waitFor(
    async () => expect(rounded(await page.box('.outline'))).toEqual(rounded(await page.boxOf(on))),
    patiently,
  );
}

describe('an outline', () => {
  test.each([
    ['an input', `<input id="a" value="${evm}">`],
    ['a canvas', '<canvas id="a" width="90" height="90"></canvas>'],
    ['a drawing', '<svg id="a" width="90" height="90"></svg>'],
    ['text cut short', `<a id="a" href="#" title="${evm}">0x12…90</a>`],
  ])('lies on %s', async (_, html) => {
    const page = await stage.show(`${style}<main>${html}</main>`);
    await page.markElement(listed(), '#a');
    await lies(page, '#a');
  });

  test('leaves the page as it was but for the one host, and lets every click through', async () => {
    const page = await stage.show(input, { isTop: false });
    const before = await page.tab.evaluate(() => document.body.outerHTML);
    await page.markElement(listed(), '#a');
    await lies(page, '#a');
    expect(await page.tab.evaluate(() => document.body.outerHTML)).toBe(before);
    expect(await page.tab.evaluate(() => document.documentElement.children.length)).toBe(3);
    expect(
      await page.tab.evaluate(() => {
        const { left, top } = document.querySelector('#a')!.getBoundingClientRect();
        return document.elementFromPoint(left + 5, top + 5)?.id;
      }),
    ).toBe('a');
  });

  test.each([
    ['the page scrolls', 'scrollTo(0, 150)'],
    ['the element grows', `document.querySelector('#a').style.width = '600px'`],
  ])('follows at once when %s', async (_, change) => {
    const page = await stage.show(input);
    await page.markElement(listed(), '#a');
    await lies(page, '#a');
    const before = await page.boxOf('#a');
    // The slow look is not what tells of these.
    await page.inside('for (let id = 1; id < 100; id += 1) clearInterval(id)');
    await page.tab.evaluate(change);
    expect(await page.boxOf('#a')).not.toEqual(before);
    await lies(page, '#a');
  });

  test.each([
    ['what is above it grows', `document.querySelector('main').style.paddingTop = '300px'`],
    ['a style moves it', `document.querySelector('#a').style.translate = '40px 30px'`],
  ])('follows when %s', async (_, change) => {
    const page = await stage.show(input);
    await page.markElement(listed(), '#a');
    await lies(page, '#a');
    const before = await page.boxOf('#a');
    await page.tab.evaluate(change);
    expect(await page.boxOf('#a')).not.toEqual(before);
    await lies(page, '#a');
  });

  test('is cut off as its element is in a part that scrolls', async () => {
    const page = await stage.show(
      `${style}<main><div id="part" style="height: 100px; overflow: auto"><p style="height: 60px"></p>
        <input id="a" style="height: 80px" value="${evm}"><p style="height: 600px"></p></div></main>`,
    );
    await page.markElement(listed(), '#a');
    await eventually(() => count(page), 1);
    const part = await page.boxOf('#part');
    expect((await page.box('.outline')).bottom).toBeLessThanOrEqual(part.bottom);
    await page.tab.evaluate(`document.querySelector('#part').scrollTop = 400`);
    await eventually(() => count(page), 0);
  });

  test('is gone while its element can not be seen, and is not drawn off the screen', async () => {
    const page = await stage.show(input);
    await page.markElement(listed(), '#a');
    await eventually(() => count(page), 1);
    await page.tab.evaluate(`document.querySelector('#a').style.visibility = 'hidden'`);
    await eventually(() => count(page), 0);
    await page.tab.evaluate(`document.querySelector('#a').style.visibility = ''`);
    await eventually(() => count(page), 1);
    await page.tab.evaluate('scrollTo(0, 2500)');
    await eventually(() => count(page), 0);
    expect(await page.inside(`staged.root.querySelectorAll('.outline').length`)).toBe(0);
  });

  test.each([
    ['is not drawn over what covers its element', 'background: white', 0],
    ['is drawn where only a link is stretched over it', '', 1],
  ])('%s', async (_, cover, expected) => {
    const page = await stage.show(`${input}<a href="#" style="position: fixed; inset: 0; ${cover}"></a>`);
    await page.markElement(listed(), '#a');
    await page.tab.waitForTimeout(700);
    expect(await count(page)).toBe(expected);
  });

  test('goes with the last mark of its element, and the host with it', async () => {
    const page = await stage.show(input, { isTop: false });
    await page.markElement(listed(evm), '#a');
    await page.markElement(listed(other), '#a');
    await eventually(() => count(page), 1);
    await page.inside(`warning.unlist('${evm}')`);
    expect(await count(page)).toBe(1);
    await page.inside(`warning.forget(find('#a')); warning.refresh()`);
    expect(await page.inside('staged.root.host.isConnected')).toBe(false);
  });
});
