import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Callout } from '../../../../src/extension/page/scripts.ts';
import { evm, listed, other, unlisted } from '../stage-parts.ts';
import { eventually, type Warned, WarningStage } from './stage.ts';

let stage: WarningStage;
beforeAll(async () => {
  stage = await WarningStage.open();
});
afterAll(() => stage.close());

const copied: Callout = { kind: 'copied', listed: listed() };
const pasted: Callout = { kind: 'pasted', listed: listed() };
const swapped: Callout = { kind: 'swapped', copied: evm, pasted: other, seconds: 5 };
const noCode: Callout = { kind: 'picture', found: null };
const html = `<style>body { margin: 0 0 3000px } main { padding: 200px 40px }</style>
  <main><p id="a">${evm}</p><p><input id="field" size="50"></p><p id="b">text</p></main>`;
const marked = async () => {
  const page = await stage.show(html);
  await page.markText(listed(), '#a');
  return page;
};
const title = (page: Warned) =>
  page.inside<string>(`staged.root?.querySelector('.callout .title')?.textContent ?? ''`);
const lost = 'What is paid in on platforms like this cannot be withdrawn';
const hover = async (page: Warned, path: string) => {
  const { x, y } = await page.boxOf(path);
  await page.tab.mouse.move(x + 20, y + 8);
};

test('a callout about an entry leads to its public page', async () => {
  const page = await marked();
  await page.say(copied, '#a');
  expect(await page.callout()).toContain('More at Sample Alliance');
  await page.click('.callout .way');
  expect(await page.calls()).toEqual([['openEntry', listed().finding.key]]);
  const other = await marked();
  await other.say(swapped, '#a');
  expect(await other.boxes('.callout .way')).toEqual([]);
});

describe('why a mark is there', () => {
  test('is told to a pointer that rests on it, and no longer when it has left', async () => {
    const page = await marked();
    await hover(page, '#a');
    await eventually(() => title(page), lost);
    expect(await page.inside(`staged.root.querySelector('.said').getAttribute('role')`)).toBe('tooltip');
    expect(await page.boxes('.callout .way')).toEqual([]);
    const callout = await page.box('.callout');
    await page.tab.mouse.move(callout.x + 30, callout.y + 30, { steps: 5 });
    await page.tab.waitForTimeout(400);
    expect(await title(page)).toBe(lost);
    await page.tab.mouse.move(900, 650);
    await eventually(() => page.callout(), '');
  });

  test('is told of an element and of its outline alike', async () => {
    const page = await stage.show(html);
    await page.markElement(listed(), '#field');
    await hover(page, '#field');
    await eventually(() => title(page), lost);
  });

  test('is not told where something else covers the mark', async () => {
    const page = await marked();
    await page.tab.evaluate(() => {
      const cover = document.createElement('div');
      cover.style.cssText = 'position: fixed; inset: 0; background: white';
      document.body.append(cover);
    });
    await hover(page, '#a');
    await page.tab.waitForTimeout(500);
    expect(await page.callout()).toBe('');
  });

  test.each([
    ['is the mark', '<input id="x">', '#x'],
    ['is in the mark', '<div id="x"><button>copy</button></div>', '#x'],
    ['holds the mark', `<a href="#">to <span id="x">0x12…90</span></a>`, '#x'],
  ])('is told when the focus enters what %s', async (_, part, path) => {
    const page = await stage.show(
      `<main style="padding: 200px 40px">${part}<p><a id="out" href="#">out</a></p></main>`,
    );
    await page.markElement(listed(), path);
    await page.tab.keyboard.press('Tab');
    await eventually(() => title(page), lost);
    expect(await page.inside(`staged.root.querySelector('.said').getAttribute('role')`)).toBe('alert');
    await page.tab.focus('#out');
    await eventually(() => page.callout(), '');
  });

  test('closes by Escape, by a press elsewhere, and when it is scrolled away; and comes at the next visit', async () => {
    const page = await marked();
    const closings = [
      () => page.tab.keyboard.press('Escape'),
      () => page.tab.mouse.click(5, 600),
      () => page.tab.mouse.wheel(0, 1500),
    ];
    for (const close of closings) {
      await hover(page, '#b');
      await page.tab.waitForTimeout(300);
      await hover(page, '#a');
      await eventually(() => title(page), lost);
      await close();
      await eventually(() => page.callout(), '');
    }
  });

  test('stays closed while the pointer stays', async () => {
    const page = await marked();
    await hover(page, '#a');
    await eventually(() => title(page), lost);
    await page.tab.keyboard.press('Escape');
    const { x, y } = await page.boxOf('#a');
    await page.tab.mouse.move(x + 60, y + 8);
    await page.tab.waitForTimeout(500);
    expect(await page.callout()).toBe('');
  });

  test('goes with its mark, and stays when the text is only read again', async () => {
    const page = await marked();
    await hover(page, '#a');
    await eventually(() => title(page), lost);
    await page.inside(
      `warning.forget(find('#a').firstChild); markText(${JSON.stringify(listed())}, '#a'); warning.refresh()`,
    );
    expect(await title(page)).toBe(lost);
    await page.tab.evaluate(`document.querySelector('#a').textContent = ''`);
    await page.inside('warning.refresh()');
    expect(await page.callout()).toBe('');
  });
});

describe('a callout', () => {
  test('stands at its element, within a narrow window too, and is heard', async () => {
    const page = await stage.show(html, {}, { viewport: { width: 320, height: 640 } });
    await page.say(pasted, '#field');
    const [field, box] = [await page.boxOf('#field'), await page.box('.callout')];
    expect(box.top).toBeGreaterThanOrEqual(field.bottom);
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(320);
    expect(await page.inside(`staged.root.querySelector('.said').getAttribute('role')`)).toBe('alert');
  });

  test('stands at what is selected, at the field that has the focus, or at the upper right', async () => {
    const page = await stage.show(html);
    await page.tab.evaluate(() => getSelection()!.selectAllChildren(document.querySelector('#a')!));
    await page.say(copied);
    expect(Math.abs((await page.box('.callout')).top - (await page.boxOf('#a')).bottom - 8)).toBeLessThan(3);
    await page.tab.focus('#field');
    await page.say(pasted);
    expect((await page.box('.callout')).top - (await page.boxOf('#field')).bottom).toBeCloseTo(8, 0);
    await page.tab.evaluate(() => {
      getSelection()!.removeAllRanges();
      (document.activeElement as HTMLElement).blur();
    });
    await page.say(copied);
    const { top, right } = await page.box('.callout');
    expect([top, right]).toEqual([8, 1280 - 8]);
  });

  test('stands at a box of the window', async () => {
    const page = await stage.show(html);
    await page.inside(`warning.say(${JSON.stringify(noCode)}, new DOMRect(300, 300, 50, 50))`);
    const { left, top } = await page.box('.callout');
    expect([left, top]).toEqual([300, 358]);
  });

  test('follows its element, and stays in view when that is scrolled away', async () => {
    const page = await stage.show(html);
    await page.say(pasted, '#field');
    await page.tab.mouse.wheel(0, 100);
    await expect
      .poll(async () => (await page.box('.callout')).top - (await page.boxOf('#field')).bottom)
      .toBeCloseTo(8, 0);
    await page.tab.mouse.wheel(0, 1500);
    await expect.poll(async () => (await page.box('.callout')).top).toBe(8);
  });

  test('takes no focus, and is closed by its button or Escape; a press elsewhere closes only what was asked for', async () => {
    const page = await stage.show(html);
    await page.tab.focus('#field');
    await page.say(pasted, '#field');
    expect(await page.tab.evaluate(() => document.activeElement?.id)).toBe('field');
    await page.tab.mouse.click(5, 5);
    expect(await title(page)).toContain('the address you pasted');
    await page.click('.close');
    expect(await page.callout()).toBe('');
    await page.say(pasted, '#field');
    await page.tab.keyboard.press('Escape');
    expect(await page.callout()).toBe('');
    await page.say(noCode, '#field');
    await page.click('.said');
    await page.tab.evaluate(() =>
      document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })),
    );
    expect(await title(page)).toContain('No code');
    await page.tab.mouse.click(5, 5);
    expect(await page.callout()).toBe('');
    expect(await page.inside('staged.root.host.isConnected')).toBe(false);
  });

  test('is one: the graver stands, the milder comes after it', async () => {
    const page = await stage.show(html);
    await page.say(swapped, '#field');
    await page.say(pasted, '#field');
    expect(await title(page)).toContain('the address you pasted');
    await page.say(noCode, '#b');
    await page.say(swapped, '#field');
    await page.say(noCode, '#b');
    expect(await title(page)).toContain('the address you pasted');
    await page.click('.close');
    expect(await title(page)).toBe('What was pasted is not the address you copied');
    await page.click('.close');
    expect(await page.callout()).toBe('');
  });

  test('of a look-alike on the page is said once, and one at a time', async () => {
    const page = await stage.show(html);
    const alike = (text: string): Callout => ({
      kind: 'lookalike',
      by: 'page',
      lookalike: { copied: evm, text },
    });
    const shown = () =>
      page.inside<string>(`staged.root?.querySelector('.row:last-child .address')?.textContent ?? ''`);
    await page.say(alike(other), '#a');
    await page.say(alike(other.replaceAll('a', 'b')), '#b');
    expect(await shown()).toBe(other);
    await page.click('.close');
    expect(await shown()).toBe(other.replaceAll('a', 'b'));
    await page.click('.close');
    await page.say(alike(other), '#a');
    expect(await page.callout()).toBe('');
  });

  test('gives way to a milder one after some seconds, but never to what a pointer rests on', async () => {
    const page = await marked();
    await page.say(pasted, '#field');
    await page.inside(
      '{ const now = performance.now.bind(performance); performance.now = () => now() + 6000; }',
    );
    await hover(page, '#a');
    await page.tab.waitForTimeout(400);
    expect(await title(page)).toContain('the address you pasted');
    await page.say(noCode, '#b');
    expect(await title(page)).toBe('No code was found in this picture');
  });

  test('marks what differs, not by colour alone', async () => {
    const page = await stage.show(html);
    await page.say(swapped, '#field');
    const marked = await page.inside(
      `[...staged.root.querySelectorAll('.address b')].map((b) => [b.textContent, getComputedStyle(b).textDecorationLine, getComputedStyle(b).fontWeight])`,
    );
    expect(marked).toEqual([
      [evm.slice(10, 34), 'underline', '700'],
      ['a'.repeat(24), 'underline', '700'],
    ]);
  });

  test('stands over a dialog that shuts out the rest, and can be pressed there; the banner comes back from it', async () => {
    const page = await stage.show(`${html}<dialog>${'pay here '.repeat(20)}<input id="in"></dialog>`);
    await page.markText(listed(), '#a');
    await page.verdict(unlisted);
    await page.tab.evaluate(() => document.querySelector('dialog')!.showModal());
    await page.say(pasted, '#in');
    await page.click('.close');
    expect(await page.callout()).toBe('');
    await page.tab.evaluate(() => document.querySelector('dialog')!.close());
    await eventually(() => page.boxes('.notice').then((boxes) => boxes.length), 1);
    expect(await page.inside('staged.root.host.parentElement.localName')).toBe('html');
  });

  test('50: a click or key made by a script closes nothing', async () => {
    const page = await stage.show(html);
    await page.say(pasted, '#field');
    await page.inside(`staged.root.querySelector('.close').click()`);
    await page.tab.evaluate(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    });
    expect(await title(page)).toContain('the address you pasted');
  });
});
