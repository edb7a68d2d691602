import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { finding, type Guarded, GuardStage, unlisted } from './stage.ts';

// Sample addresses: nobody's, made of one repeated digit.
const evm = `0x${'1'.repeat(40)}`;
const other = `0x${'2'.repeat(40)}`;
const third = `0x${'3'.repeat(40)}`;
const listed = [finding(`eip155:${evm}`), finding(`eip155:${other}`, { kind: 'phishing' })];

let stage: GuardStage;
beforeAll(async () => {
  stage = await GuardStage.open();
}, 60_000);
afterAll(() => stage.close());

const eventually = <T>(look: () => Promise<T>, value: T) =>
  vi.waitFor(async () => expect(await look()).toEqual(value), { timeout: 15_000, interval: 30 });
const words = (page: Guarded, part: string) =>
  vi.waitFor(async () => expect(await page.words()).toContain(part), { timeout: 15_000, interval: 30 });
const settled = (page: Guarded) => page.inside('new Promise((done) => setTimeout(done, 700))');

describe('an ordinary page', () => {
  test('is asked about and gets no trace of the guard', async () => {
    const html = `<!DOCTYPE html><html><head><title>a</title></head><body><p>Pay to ${evm}</p></body></html>`;
    const page = await stage.show(html);
    await eventually(() => page.calls('guard.page').then((calls) => calls.length), 1);
    await eventually(() => page.calls('guard.addresses').then((calls) => calls[0]?.keys), [`eip155:${evm}`]);
    await settled(page);
    expect(await page.tab.evaluate(() => document.documentElement.outerHTML)).toBe(
      html.replace('<!DOCTYPE html>', ''),
    );
    expect(await page.tab.evaluate(() => [CSS.highlights.size, document.adoptedStyleSheets.length])).toEqual([
      0, 0,
    ]);
    expect(await page.words()).toBe('');
  });

  test('is asked once about each address, however often it stands there', async () => {
    const page = await stage.show(`${evm} `.repeat(300) + other);
    await eventually(
      () => page.calls('guard.addresses').then((calls) => calls.flatMap(({ keys }) => keys)),
      [`eip155:${evm}`, `eip155:${other}`],
    );
    await page.tab.evaluate((text) => document.body.append(text), ` ${evm}`);
    await settled(page);
    expect(await page.calls('guard.addresses')).toHaveLength(1);
  });

  test('keeps its scripts, styles and typed text to itself', async () => {
    const page = await stage.show(
      `<title>${evm}</title><script>const a = '${other}'</script><style>/* ${other} */</style><textarea>${other}</textarea><p>${third}</p>`,
    );
    await eventually(
      () => page.calls('guard.addresses').then((calls) => calls[0]?.keys),
      [`eip155:${third}`],
    );
  });
});

describe('a page with listed addresses', () => {
  test('has them marked where they stand, and one banner that counts them', async () => {
    const page = await stage.show(`<p>转到${evm}，或 <b>${other}</b> or ${evm}</p><p>${third}</p>`, {
      listed,
    });
    await words(page, 'Coins sent to the 2 marked addresses cannot be called back');
    expect((await page.marked()).sort()).toEqual([evm, evm, other]);
    expect(await page.words()).toContain(
      'Fake trading platform · Copy of a site that steals passwords, listed by Sample Alliance.',
    );
    expect(await page.tab.evaluate(() => document.body.innerHTML)).not.toContain('span');
  });

  test('is followed when text comes later, changes and goes', async () => {
    const page = await stage.show('<p id="here">…</p>', { listed });
    await page.tab.evaluate((text) => document.body.append(text), evm);
    await words(page, 'the marked address');
    await page.tab.evaluate((text) => {
      document.getElementById('here')!.firstChild!.nodeValue = text;
    }, `to ${other} now`);
    await words(page, 'the 2 marked addresses');
    await page.tab.evaluate(() => document.getElementById('here')!.remove());
    await words(page, 'the marked address');
    expect(await page.marked()).toEqual([evm]);
    await page.tab.evaluate(() => document.body.lastChild!.remove());
    await eventually(() => page.words(), '');
    expect(await page.marked()).toEqual([]);
  });

  test('keeps one mark a place when text before it changes or is split', async () => {
    const page = await stage.show(`<p>Pay to ${evm} now</p>`, { listed });
    await words(page, 'the marked address');
    await page.tab.evaluate(() => {
      const text = document.querySelector('p')!.firstChild as Text;
      text.insertData(0, 'Please. ');
      text.splitText(8);
    });
    await settled(page);
    expect(await page.marked()).toEqual([evm]);
  });

  test('counts only what can be seen, also when a style sheet alone shows it', async () => {
    const page = await stage.show(`<style>.off { display: none }</style><p class="off">${evm}</p>`, {
      listed,
    });
    await eventually(() => page.marked(), [evm]);
    expect(await page.words()).toBe('');
    await page.tab.evaluate(() => document.querySelector('style')!.sheet!.deleteRule(0));
    await words(page, 'the marked address');
  });

  test('is brought in line when the list changes', async () => {
    const page = await stage.show(`<p>${evm}</p><p>${other}</p>`, { listed: listed.slice(0, 1) });
    await words(page, 'the marked address');
    await page.inside(`played.listed = ${JSON.stringify(listed.slice(1))}; played.listChanged()`);
    await words(page, 'Copy of a site that steals passwords');
    await eventually(() => page.marked(), [other]);
    expect(await page.calls('guard.page')).toHaveLength(2);
  });

  test('is shown from one address to the next', async () => {
    const page = await stage.show(
      `<div style="height: 3000px"></div><p>${evm}</p><div style="height: 3000px"></div><p>${other}</p>`,
      { listed },
      { reducedMotion: 'reduce' },
    );
    await words(page, 'the 2 marked addresses');
    await page.click('show');
    const first = await page.tab.evaluate(() => scrollY);
    expect(first).toBeGreaterThan(2000);
    await page.click('show');
    expect(await page.tab.evaluate(() => scrollY)).toBeGreaterThan(first + 2000);
  });

  test('is not shifted by the banner', async () => {
    const html = `<body style="margin: 0"><h1>a</h1><p>${evm}</p>`;
    const before = await (await stage.show(html)).tab.locator('p').boundingBox();
    const page = await stage.show(html, { listed });
    await words(page, 'the marked address');
    expect(await page.tab.locator('p').boundingBox()).toEqual(before);
  });
});

describe('the banner', () => {
  const caution = {
    verdict: 'caution',
    finding: finding('coins.example', { level: 'caution' }),
    language: 'en',
  } as const;

  test('says on a page with caution what is lost, of what kind it is, who lists it and what to do', async () => {
    const page = await stage.show('<p>coins</p>', { page: caution });
    await words(page, 'What is paid in on platforms like this cannot be withdrawn');
    await words(
      page,
      'Fake trading platform: Sample Alliance lists coins.example with caution, not yet confirmed.',
    );
    await words(page, 'Wait before you pay or sign anything here.');
    await words(page, 'Leave this page');
  });

  test('is one thin strip where the person chose to go on', async () => {
    const page = await stage.show('<p>coins</p>', { page: { ...caution, verdict: 'proceeded' } });
    await words(page, 'On the list, opened by your choice');
    expect(
      await page.inside<number>(`played.root.querySelector('.notice').getBoundingClientRect().height`),
    ).toBeLessThan(50);
  });

  test('is not shown on a page that is stopped', async () => {
    const page = await stage.show(evm, { listed, page: { ...caution, verdict: 'stop' } });
    await eventually(() => page.marked(), [evm]);
    expect(await page.words()).toBe('');
  });

  test.each([
    ['zh-CN', '请留意', '离开此页'],
    ['zh-TW', '請留意', '離開此頁'],
  ] as const)('speaks %s', async (language, care, leave) => {
    const page = await stage.show('<p>币</p>', { page: { ...caution, language } });
    await words(page, care);
    await words(page, leave);
  });

  test('leaves the page, and the way back to it', async () => {
    const page = await stage.show('<p>coins</p>', { page: caution });
    await words(page, 'Leave this page');
    await page.tab.evaluate(() => history.pushState(null, '', '/trap'));
    await words(page, 'Leave this page');
    await page.click('leave');
    await page.tab.waitForURL('about:blank');
  });

  test('folds away by its button and by Escape, and unfolds', async () => {
    const page = await stage.show('<p>coins</p>', { page: caution });
    await words(page, 'Fold away');
    await page.click('fold');
    await eventually(() => page.words(), 'Baize');
    await page.tab.keyboard.press('Enter');
    await words(page, 'Fold away');
    await page.tab.keyboard.press('Escape');
    await eventually(() => page.words(), 'Baize');
    await page.tab.evaluate((text) => document.body.append(text), evm);
    await page.inside(`played.listed = ${JSON.stringify(listed)}; played.listChanged()`);
    await eventually(() => page.words(), 'Baize 1');
  });

  test('is reached and pressed by the keyboard alone', async () => {
    const page = await stage.show('<p>coins</p><a href="#a">a</a>', { page: caution });
    await words(page, 'Leave this page');
    const focused = () => page.inside<string | undefined>('played.root.activeElement?.className');
    for (let i = 0; i < 5 && (await focused()) !== 'fold plain'; i += 1) await page.tab.keyboard.press('Tab');
    await page.tab.keyboard.press('Space');
    await eventually(() => page.words(), 'Baize');
  });
});

describe('a page that fights the guard (attacks.md 49 to 53)', () => {
  test('49: gets the banner back three times, and then no more', async () => {
    const page = await stage.show(`<p>${evm}</p>`, { listed });
    await words(page, 'the marked address');
    const remove = () => page.tab.evaluate(() => document.documentElement.lastElementChild!.remove());
    for (let i = 0; i < 3; i += 1) {
      await remove();
      await words(page, 'the marked address');
    }
    await remove();
    await settled(page);
    expect(await page.words()).toBe('');
  });

  test.each([
    ['closes it', `host.hidePopover()`],
    ['hides it', `host.style.setProperty('display', 'none', 'important')`],
    ['clears its style', `host.removeAttribute('style')`],
    ['makes it no popover', `host.popover = null`],
  ])('49: gets the banner back when it %s', async (_, attack) => {
    const page = await stage.show(
      `<style>div { display: none !important; opacity: 0 !important }</style><p>${evm}</p>`,
      { listed },
    );
    await words(page, 'the marked address');
    await page.tab.evaluate(`{ const host = document.documentElement.lastElementChild; ${attack} }`);
    const seen = () =>
      page.inside<boolean>(
        `played.root.host.matches(':popover-open') && played.root.host.checkVisibility({ opacityProperty: true }) && played.root.querySelector('.notice').getBoundingClientRect().top < 20`,
      );
    await eventually(seen, true);
  });

  test('50, 51: changes nothing by forged events or prototypes of its own', async () => {
    const page = await stage.show(
      `<script>
        for (const name of ['map', 'filter', 'push', 'find']) Array.prototype[name] = () => { throw 1 };
        RegExp.prototype.test = RegExp.prototype.exec = () => null;
        String.prototype.charCodeAt = () => 32;
        MutationObserver = undefined; Document.prototype.createNodeIterator = undefined;
        Element.prototype.attachShadow = undefined; Range.prototype.toString = () => '';
        for (const name of ['baize', 'baize.listChanged']) { postMessage(name); dispatchEvent(new CustomEvent(name)); }
        postMessage({ baize: 'guard.addresses', request: { keys: [] } });
      </script><p>${evm}</p>`,
      { listed },
    );
    await words(page, 'the marked address');
    expect(await page.calls('guard.page')).toHaveLength(1);
  });

  test('51: a click made by a script presses nothing', async () => {
    const page = await stage.show(`<p>${evm}</p>`, { listed });
    await words(page, 'Fold away');
    await page.inside(`played.root.querySelector('.fold').click()`);
    await words(page, 'Fold away');
  });

  test('52: text added every frame is read, in batches of bounded size', async () => {
    const page = await stage.show(
      `<script>
        let n = 0;
        const add = () => {
          if (n < 20000) document.body.append(document.createTextNode(Array.from({ length: 400 }, () => '0x' + String(++n).padStart(40, '0')).join(' ') + ' '));
          else document.body.append('.');
          requestAnimationFrame(add);
        };
        requestAnimationFrame(add);
      </script>`,
      { listed: [finding(`eip155:0x${'700'.padStart(40, '0')}`)] },
    );
    await words(page, 'the marked address');
    const sizes = (await page.calls('guard.addresses')).map(({ keys }) => keys!.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  });

  // Chromium itself crashes when it has to lay out so many, so they are not shown.
  test('53: an address under 10,000 nested elements is found', async () => {
    const page = await stage.show('<div hidden></div>', { listed });
    await page.tab.evaluate((text) => {
      let inner: Element = document.querySelector('div')!;
      for (let i = 0; i < 10_000; i += 1) inner = inner.appendChild(document.createElement('div'));
      inner.append(text);
    }, evm);
    await eventually(() => page.marked(), [evm]);
  });

  test('53: an address at the end of 20 MB of text is found', async () => {
    const page = await stage.show('<div hidden></div>', { listed });
    await page.tab.evaluate((text) => {
      document.querySelector('div')!.append(`${'a word and '.repeat(2_000_000)}${text}`);
    }, evm);
    await eventually(() => page.marked(), [evm]);
  });
});

describe('single-page navigation', () => {
  test('is asked about anew, but for the fragment', async () => {
    const page = await stage.show('<p>a</p>');
    const paths = async () => (await page.calls('guard.page')).map(({ url }) => new URL(url).pathname);
    await eventually(async () => (await paths()).length, 1);
    await page.tab.evaluate(() => history.pushState(null, '', '/next'));
    await eventually(async () => (await paths()).at(-1), '/next');
    await page.tab.evaluate(() => {
      location.hash = '#there';
    });
    await settled(page);
    expect(await paths()).toHaveLength(2);
    await page.tab.evaluate(() => history.back());
    await page.tab.evaluate(() => history.back());
    await eventually(async () => (await paths()).length, 3);
  });

  test('takes the last answer only', async () => {
    const page = await stage.show('<p>a</p>');
    await eventually(() => page.calls('guard.page').then((calls) => calls.length), 1);
    const verdict = { ...unlisted, verdict: 'caution', finding: finding('b.example') };
    await page.inside(`played.page = ${JSON.stringify(verdict)}; played.delay = 500`);
    await page.tab.evaluate(() => history.pushState(null, '', '/caution'));
    await eventually(() => page.calls('guard.page').then((calls) => calls.length), 2);
    await page.inside(`played.page = ${JSON.stringify(unlisted)}; played.delay = 0`);
    await page.tab.evaluate(() => history.pushState(null, '', '/calm'));
    await settled(page);
    expect(await page.words()).toBe('');
  });

  test('takes the banner away with the page it was for', async () => {
    const caution = { ...unlisted, verdict: 'caution', finding: finding('b.example') } as const;
    const page = await stage.show('<p>a</p>', { page: caution });
    await words(page, 'b.example');
    await page.inside(`played.page = ${JSON.stringify(unlisted)}`);
    await page.tab.evaluate(() => history.pushState(null, '', '/calm'));
    await eventually(() => page.words(), '');
  });
});

test('stops quietly when the extension is gone', async () => {
  const page = await stage.show(`<p>${evm}</p>`, { listed });
  const errors: string[] = [];
  page.tab.on('pageerror', (error) => errors.push(String(error)));
  page.tab.on('console', (message) => errors.push(message.text()));
  await words(page, 'the marked address');
  await page.inside('played.gone = true');
  await page.tab.evaluate((text) => document.body.append(text), other);
  await settled(page);
  const calls = await page.inside<number>('played.calls.length');
  await page.tab.evaluate((text) => document.body.append(text), third);
  await page.tab.evaluate(() => history.pushState(null, '', '/later'));
  await settled(page);
  expect(await page.inside<number>('played.calls.length')).toBe(calls);
  expect(errors).toEqual([]);
});
