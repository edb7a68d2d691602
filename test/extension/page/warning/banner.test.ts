import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patiently } from '../../../patience.ts';
import { evm, finding, listed, other, unlisted } from '../stage-parts.ts';
import { eventually, type Warned, WarningStage } from './stage.ts';

let stage: WarningStage;
beforeAll(async () => {
  stage = await WarningStage.open();
});
afterAll(() => stage.close());

const html = `<main style="padding: 200px 40px"><p id="a">${evm}</p><p id="b">${other}</p></main>`;
const caution = { verdict: 'caution', language: 'en', finding: finding('coins.example') } as const;

async function marked(): Promise<Warned> {
  const page = await stage.show(html);
  await page.verdict(unlisted);
  await page.markText(listed(), '#a');
  return page;
}

const label = (page: Warned) => page.inside<string>(`staged.root.querySelector('.show')?.textContent ?? ''`);

describe('the banner', () => {
  test('counts the addresses of the page and of its frames, each once', async () => {
    const page = await marked();
    await page.inside(
      `warning.frames(${JSON.stringify([
        { frame: 3, listed: [listed(evm), listed(other, { kind: 'giveaway' })] },
        { frame: 7, listed: [listed(other, { kind: 'giveaway' })] },
      ])})`,
    );
    expect(await page.banner()).toContain('Coins sent to the 2 marked addresses cannot be called back');
    expect(await page.banner()).toContain(
      'Fake trading platform · Giveaway scam, listed by Sample Alliance.',
    );
    await page.inside('warning.frames([])');
    expect(await page.banner()).toContain('the marked address cannot');
  });

  test('leads to the public page of the page’s own entry, and says what that tells', async () => {
    const page = await stage.show(html);
    await page.verdict(caution);
    expect(await page.banner()).toContain('they learn which entry you look at');
    await page.click('.way');
    expect(await page.calls()).toEqual([['openEntry', 'coins.example']]);
    expect(await (await marked()).boxes('.notice .way')).toEqual([]);
  });

  test('comes with the first mark, whoever asks for it', async () => {
    const page = await stage.show(html);
    await page.verdict(unlisted);
    await page.inside(`markText(${JSON.stringify(listed())}, '#a')`);
    expect(await page.banner()).toContain('the marked address');
  });

  test('stands for what only a frame marks', async () => {
    const page = await stage.show(html);
    await page.verdict(unlisted);
    await page.inside(`warning.frames(${JSON.stringify([{ frame: 3, listed: [listed()] }])})`);
    await page.click('.show');
    expect(await page.calls()).toEqual([['showInFrame', 3]]);
  });

  test('goes from one to the next, those in frames too, and says where it is', async () => {
    const page = await marked();
    await page.markText(listed(other, { kind: 'giveaway' }), '#b');
    await page.inside(`warning.frames(${JSON.stringify([{ frame: 3, listed: [listed(evm)] }])})`);
    expect(await label(page)).toBe('Show me');
    await page.click('.show');
    expect([await label(page), await page.marked(true)]).toEqual(['Next place 1 / 3', [evm]]);
    expect(await page.callout()).toContain('What is paid in on platforms');
    await page.click('.show');
    expect([await label(page), await page.marked(true)]).toEqual(['Next place 2 / 3', [other]]);
    expect(await page.callout()).toContain('Coins sent first to get more');
    await page.click('.show');
    expect([await label(page), await page.marked(true)]).toEqual(['Next place 3 / 3', []]);
    expect(await page.callout()).toBe('');
    expect(await page.calls()).toEqual([['showInFrame', 3]]);
    await page.click('.show');
    expect([await label(page), await page.marked(true)]).toEqual(['Next place 1 / 3', [evm]]);
  });

  test('scrolls within a long text, and within a part that scrolls by itself', async () => {
    const lines = 'line<br>'.repeat(300);
    const page = await stage.show(
      `<div id="part" style="height: 300px; overflow: auto">${lines}<span id="a"></span>${lines}</div>
       <pre id="long">${lines}<i></i>${lines}</pre>`,
    );
    await page.tab.evaluate(
      ([part, long]) => {
        document.querySelector('#a')!.replaceWith(part!);
        document.querySelector('#long i')!.replaceWith(long!);
      },
      [evm, other],
    );
    await page.verdict(unlisted);
    const mark = (path: string, text: string) => `{
      const node = [...find('${path}').childNodes].find(({ data }) => data?.includes('${text}'));
      const from = node.data.indexOf('${text}');
      warning.mark(${JSON.stringify(listed(text))}, { start: node, from, end: node, to: from + ${text.length} });
    }`;
    await page.inside(`${mark('#part', evm)} ${mark('#long', other)} warning.refresh()`);
    const box = () =>
      page.inside<{ top: number; bottom: number }>(
        `[...CSS.highlights.get('noted-now')][0].getBoundingClientRect().toJSON()`,
      );
    await page.click('.show');
    const part = await page.boxOf('#part');
    expect((await box()).top).toBeGreaterThan(part.top);
    expect((await box()).bottom).toBeLessThan(part.bottom);
    await page.click('.show');
    expect(Math.abs((await box()).top - 360)).toBeLessThan(40);
  });

  test('folds away by its button and by Escape, unfolds, and stays folded until something else is to be said', async () => {
    const page = await marked();
    await page.click('.fold');
    expect(await page.banner()).toBe('Baize 1');
    await page.markText(listed(evm), '#a');
    expect(await page.banner()).toBe('Baize 1');
    await page.tab.keyboard.press('Enter');
    expect(await page.banner()).toContain('Fold away');
    await page.tab.keyboard.press('Escape');
    expect(await page.banner()).toBe('Baize 1');
    await page.markText(listed(other), '#b');
    expect(await page.banner()).toContain('the 2 marked addresses');
  });

  test('one Escape closes the callout, the next folds the banner', async () => {
    const page = await marked();
    await page.click('.show');
    await page.tab.keyboard.press('Escape');
    expect([await page.callout(), await page.banner()]).toEqual(['', expect.stringContaining('Fold away')]);
    await page.tab.keyboard.press('Escape');
    expect(await page.banner()).toBe('Baize 1');
  });

  test('is reached and pressed by the keyboard alone', async () => {
    const page = await marked();
    const focused = () => page.inside<string | undefined>('staged.root.activeElement?.className');
    for (let i = 0; i < 5 && (await focused()) !== 'fold plain'; i += 1) await page.tab.keyboard.press('Tab');
    await page.tab.keyboard.press('Space');
    expect(await page.banner()).toBe('Baize 1');
  });

  test('leaves the page', async () => {
    const page = await stage.show(html);
    await page.verdict(caution);
    await page.click('.leave');
    expect(await page.calls()).toEqual([['leave']]);
  });

  test.each([
    ['zh-CN', '请留意', '离开此页'],
    ['zh-TW', '請留意', '離開此頁'],
  ] as const)('speaks %s, as the page it was told of', async (language, care, leave) => {
    const page = await stage.show(html);
    await page.verdict({ ...caution, language });
    expect(await page.banner()).toContain(care);
    expect(await page.banner()).toContain(leave);
  });
});

describe('a page that fights it (attacks.md)', () => {
  const host = 'document.documentElement.lastElementChild';
  const isSeen = (page: Warned) =>
    page.inside<boolean>(
      `staged.root.host.matches(':popover-open') && staged.root.host.checkVisibility({ opacityProperty: true }) && staged.root.querySelector('.notice').getBoundingClientRect().top < 20`,
    );

  test('49: gets it back three times, and then no more', async () => {
    const page = await marked();
    for (let i = 0; i < 4; i += 1) {
      await page.tab.evaluate(`${host}.remove()`);
      await page.inside('warning.keep()');
      expect(await page.inside('staged.root.host.isConnected'), String(i)).toBe(i < 3);
    }
  });

  test.each([
    ['closes it', `${host}.hidePopover()`],
    ['hides it', `${host}.style.setProperty('display', 'none', 'important')`],
    ['clears its style', `${host}.removeAttribute('style')`],
    ['makes it no popover', `${host}.popover = null`],
    ['takes it elsewhere', `document.querySelector('main').append(${host})`],
  ])('49: gets it back when it %s', async (_, attack) => {
    const page = await stage.show(
      `<style>div { display: none !important; opacity: 0 !important } main { display: block; overflow: hidden }</style>${html}`,
    );
    await page.verdict(caution);
    await page.tab.evaluate(attack);
    await page.inside('warning.keep()');
    await vi.waitFor(async () => expect(await isSeen(page)).toBe(true), patiently);
    expect(await page.inside('staged.root.host.parentElement.localName')).toBe('html');
  });

  test('50: presses nothing by a script', async () => {
    const page = await marked();
    await page.inside(`staged.root.querySelector('.fold').click()`);
    expect(await page.banner()).toContain('Fold away');
  });

  test('58: can not look into it', async () => {
    await eventually(async () => {
      const page = await marked();
      return page.tab.evaluate(() => document.documentElement.lastElementChild!.shadowRoot);
    }, null);
  });
});
