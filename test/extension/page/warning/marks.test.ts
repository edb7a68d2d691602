import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evm, finding, listed, other, unlisted } from '../stage-parts.ts';
import { eventually, WarningStage } from './stage.ts';

let stage: WarningStage;
beforeAll(async () => {
  stage = await WarningStage.open();
});
afterAll(() => stage.close());

const shadow = `<x-host></x-host><script>
  document.querySelector('x-host').attachShadow({ mode: 'open' }).innerHTML = '<p>${evm}</p>';
</script>`;
const ground = (path: string, name = 'noted') =>
  `getComputedStyle(find('${path}'), '::highlight(${name})').backgroundColor`;

describe('text', () => {
  test('is marked where it stands, and the page is as it was', async () => {
    const html = `<p id="a">${evm}</p>`;
    const page = await stage.show(html, { isTop: false });
    const before = await page.tab.evaluate(() => document.documentElement.outerHTML);
    await page.markText(listed(), '#a');
    expect(await page.marked()).toEqual([evm]);
    expect(await page.inside(ground('#a'))).toBe('rgb(255, 197, 61)');
    expect(await page.tab.evaluate(() => document.documentElement.outerHTML)).toBe(before);
  });

  test('is marked over several nodes, with what is invisible between them', async () => {
    const page = await stage.show(
      `<p id="a">0x<b>${other.slice(2, 20)}</b><wbr>${other.slice(20, 30)}\u00ad\u200b${other.slice(30)}</p>`,
    );
    await page.markText(listed(other), '#a');
    expect((await page.marked()).map((text) => text.replace(/[\u00ad\u200b]/g, ''))).toEqual([other]);
  });

  test('is marked in a shadow tree, also when the page sets its sheets anew', async () => {
    const page = await stage.show(shadow);
    await page.markText(listed(), 'x-host >>> p');
    expect(await page.inside(ground('x-host >>> p'))).toBe('rgb(255, 197, 61)');
    await page.tab.evaluate(() => {
      document.querySelector('x-host')!.shadowRoot!.adoptedStyleSheets = [];
    });
    await page.inside('warning.refresh()');
    expect(await page.inside(ground('x-host >>> p'))).toBe('rgb(255, 197, 61)');
    expect(await page.inside(`find('x-host').shadowRoot.adoptedStyleSheets.length`)).toBe(1);
  });

  test('is marked once a place, however often it is said', async () => {
    const page = await stage.show(`<p id="a">${evm}</p>`);
    await page.markText(listed(), '#a');
    await page.markText(listed(), '#a');
    expect(await page.marked()).toEqual([evm]);
  });

  test('is not marked when the page has changed it meanwhile', async () => {
    const page = await stage.show(`<p id="a">${other}</p>`);
    await page.markText(listed(evm), '#a');
    expect(await page.marked()).toEqual([]);
  });

  test('loses its mark when it is read again, unless it is marked again', async () => {
    const page = await stage.show(`<p id="a">${evm}</p><p id="b">${evm}</p>`);
    await page.markText(listed(), '#a');
    await page.markText(listed(), '#b');
    const forget = (id: string) => `warning.forget(find('${id}').firstChild)`;
    await page.inside(`${forget('#a')}; ${forget('#b')}`);
    await page.markText(listed(), '#a');
    expect(await page.marked()).toEqual([evm]);
    expect(await page.inside(`[...CSS.highlights.get('noted')][0].startContainer.parentElement.id`)).toBe(
      'a',
    );
  });

  test('loses its mark when its last part is read again', async () => {
    const page = await stage.show(`<p id="a">${evm.slice(0, 9)}<i>${evm.slice(9)}</i></p>`);
    await page.markText(listed(), '#a');
    await page.inside(`warning.forget(find('i').firstChild); warning.refresh()`);
    expect(await page.marked()).toEqual([]);
  });

  test.each([
    ['changed', `document.querySelector('b').firstChild.data = 'gone'`],
    ['removed', `document.querySelector('b').remove()`],
  ])('loses its mark when a part of it is %s', async (_, change) => {
    const page = await stage.show(
      `<p id="a">${evm.slice(0, 9)}<b>${evm.slice(9, 20)}</b>${evm.slice(20)}</p>`,
    );
    await page.markText(listed(), '#a');
    await page.tab.evaluate(change);
    await page.inside('warning.refresh()');
    expect(await page.marked()).toEqual([]);
  });

  test('loses its mark when it is unlisted', async () => {
    const page = await stage.show(`<p id="a">${evm}</p><p id="b">${other}</p>`);
    await page.markText(listed(evm), '#a');
    await page.markText(listed(other), '#b');
    await page.inside(`warning.unlist('${evm}')`);
    expect(await page.marked()).toEqual([other]);
  });
});

describe('in a frame', () => {
  test('there is no banner; the page is told what can be seen, each once, and only when that changes', async () => {
    const page = await stage.show(`<p id="a">${evm}</p><p id="b">${evm}</p><p id="c">${other}</p>`, {
      isTop: false,
    });
    await page.verdict(unlisted);
    await page.markText(listed(), '#a');
    await page.markText(listed(), '#b');
    await page.markText(listed(other), '#c');
    await page.tab.addStyleTag({ content: '#c { visibility: hidden }' });
    await page.inside('warning.refresh()');
    await page.tab.addStyleTag({ content: '#c { visibility: visible }' });
    await eventually(
      () => page.calls(),
      [
        ['marked', [evm]],
        ['marked', [evm, other]],
        ['marked', [evm]],
        ['marked', [evm, other]],
      ],
    );
    expect(await page.banner()).toBe('');
  });

  test('the next mark is shown, with why', async () => {
    const page = await stage.show(`<p id="a">${evm}</p><p id="b" style="margin-top: 3000px">${other}</p>`, {
      isTop: false,
    });
    await page.markText(listed(), '#a');
    await page.markText(listed(other, { kind: 'giveaway' }), '#b');
    await page.inside('warning.showNext(); warning.showNext()');
    await page.settled();
    expect(await page.marked(true)).toEqual([other]);
    expect(await page.callout()).toContain('Coins sent first to get more are not sent back');
    const { top, bottom } = await page.boxOf('#b');
    expect(top > 0 && bottom < 720).toBe(true);
  });
});

test('nothing is in a page that has nothing to be said (attacks.md 58)', async () => {
  const page = await stage.show('<p>coins</p>');
  const trace = () =>
    page.tab.evaluate(() => [
      document.documentElement.outerHTML,
      CSS.highlights.size,
      document.adoptedStyleSheets.length,
    ]);
  const before = await trace();
  await page.verdict(unlisted);
  await page.verdict({ verdict: 'stop', finding: finding('coins.example'), language: 'en' });
  await page.inside('warning.refresh(); warning.keep(); warning.showNext()');
  expect(await trace()).toEqual(before);
});
