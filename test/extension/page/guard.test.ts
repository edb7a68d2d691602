import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { patiently } from '../../patience.ts';
import { type Guarded, GuardStage } from './stage.ts';
import { finding, listed, unlisted } from './stage-parts.ts';

// Sample addresses: nobody's, made of one repeated digit.
const evm = `0x${'1'.repeat(40)}`;
const other = `0x${'2'.repeat(40)}`;
const third = `0x${'3'.repeat(40)}`;
const play = { listed: [evm, other].map((text) => listed(text)) };
const caution = { ...unlisted, verdict: 'caution', finding: finding('coins.example') } as const;

let stage: GuardStage;
beforeAll(async () => {
  stage = await GuardStage.open();
});
afterAll(() => stage.close());

const eventually = <T>(look: () => Promise<T>, value: T) =>
  vi.waitFor(async () => expect(await look()).toEqual(value), patiently);
const settled = (page: Guarded) => page.inside('new Promise((done) => setTimeout(done, 700))');
const loads = (page: Guarded) => page.calls('guard.load').then((calls) => calls.length);
const said = (page: Guarded) => page.told().then(({ said }) => said);
const sorted = (page: Guarded) => () => page.marked().then((marked) => marked.sort());
const nthAddress = (n: number) => `0x${String(n).padStart(40, '0')}`;

describe('an ordinary page', () => {
  test('is asked about and gets no trace of the guard', async () => {
    const html = `<!DOCTYPE html><html><head><title>a</title></head><body><p>Pay to ${evm}</p></body></html>`;
    const page = await stage.show(html);
    await eventually(() => page.calls('guard.page').then((calls) => calls.length), 1);
    await eventually(() => page.asked(), [evm]);
    await settled(page);
    expect(await page.tab.evaluate(() => document.documentElement.outerHTML)).toBe(
      html.replace('<!DOCTYPE html>', ''),
    );
    expect(await page.tab.evaluate(() => [CSS.highlights.size, document.adoptedStyleSheets.length])).toEqual([
      0, 0,
    ]);
    expect(await loads(page)).toBe(0);
  });

  test('is asked once about each address, however often it stands there', async () => {
    const page = await stage.show(`${evm} `.repeat(300) + other);
    await eventually(() => page.asked(), [evm, other]);
    await page.tab.evaluate((text) => document.body.append(text), ` ${evm}`);
    await settled(page);
    expect(await page.calls('guard.addresses')).toHaveLength(1);
  });

  test('is asked nothing of when it holds none', async () => {
    const page = await stage.show('<p>words</p><div data-a="1"></div>');
    await settled(page);
    expect(await page.calls('guard.addresses')).toEqual([]);
  });
});

test('the guard begins after the picture of the page', async () => {
  // What watches sizes is told between the callbacks of an animation frame and its picture.
  const page = await stage.show(`<p>words</p><script>
    addEventListener('DOMContentLoaded', () => requestAnimationFrame(() => {
      new ResizeObserver(() => document.documentElement.dataset.drawn = '').observe(document.body);
    }));
  </script>`);
  await eventually(() => page.inside('played.drawn'), true);
});

test('a listed page that is still there asks again: whoever asks is sent to the stop page', async () => {
  const page = await stage.show('<p>words</p>');
  const asked = () => page.calls('guard.page').then((calls) => calls.length);
  await eventually(asked, 1);
  await page.inside(`played.page = ${JSON.stringify({ ...unlisted, verdict: 'stop' })}`);
  await page.tab.evaluate(() => history.pushState(null, '', '/listed'));
  await eventually(() => asked().then((count) => count > 2), true);
});

describe('a page with listed addresses', () => {
  test('has them marked by a script that is loaded once', async () => {
    const page = await stage.show(`<p>转到${evm}，或 <b>${other}</b> or ${evm}</p><p>${third}</p>`, play);
    await eventually(sorted(page), [evm, evm, other]);
    await page.tab.evaluate((text) => document.body.append(text), evm);
    await eventually(sorted(page), [evm, evm, evm, other]);
    expect(await loads(page)).toBe(1);
    expect((await page.told()).verdicts).toEqual(['unlisted']);
  });

  test('has them marked although the script can not be loaded at first', async () => {
    const page = await stage.show(`<p>${evm}</p><p>${other}</p>`, { ...play, fails: 1 });
    await eventually(() => loads(page), 1);
    await settled(page);
    expect(await loads(page)).toBe(1);
    await eventually(() => page.marked(), [evm, other]);
    expect(await loads(page)).toBe(2);
  });

  test('is followed when text comes later, changes and goes', async () => {
    const page = await stage.show('<p id="here">…</p>', play);
    await page.tab.evaluate((text) => document.body.append(text), evm);
    await eventually(() => page.marked(), [evm]);
    await page.tab.evaluate((text) => {
      document.getElementById('here')!.firstChild!.nodeValue = text;
    }, `to ${other} now`);
    await eventually(() => page.marked(), [evm, other]);
    const { refreshed } = await page.told();
    await page.tab.evaluate(() => document.getElementById('here')!.remove());
    await eventually(() => page.marked(), [evm]);
    await vi.waitFor(async () => expect((await page.told()).refreshed).toBeGreaterThan(refreshed), patiently);
  });

  test('keeps its marks when text before them changes or is split', async () => {
    const page = await stage.show(`<p>Pay to ${evm} now</p>`, play);
    await eventually(() => page.marked(), [evm]);
    await page.tab.evaluate(() => {
      const text = document.querySelector('p')!.firstChild as Text;
      text.insertData(0, 'Please. ');
      text.splitText(8);
    });
    await settled(page);
    expect(await page.marked()).toEqual([evm]);
  });

  test('is brought in line when the list changes', async () => {
    const page = await stage.show(`<p>${evm}</p><p>${other}</p>`, { listed: play.listed.slice(0, 1) });
    await eventually(() => page.marked(), [evm]);
    const changed = `played.listed = ${JSON.stringify(play.listed.slice(1))}; played.news({ baize: 'changed' })`;
    await page.inside(changed);
    await eventually(() => page.marked(), [other]);
    expect(await page.calls('guard.page')).toHaveLength(2);
  });

  test('says where an address looks like one that was copied', async () => {
    const lookalikes = [{ text: third, copied: evm }];
    const page = await stage.show(`<p>${evm}</p><b>${third}</b>`, { lookalikes });
    await eventually(() => said(page), [[{ kind: 'lookalike', by: 'page', lookalike: lookalikes[0]! }, 'b']]);
  });
});

describe('a page with a verdict', () => {
  test('has it told, and nothing loaded where there is none', async () => {
    const page = await stage.show('<p>coins</p>', { page: caution });
    await eventually(() => page.told().then(({ verdicts }) => verdicts), ['caution']);
    await page.inside(`played.page = ${JSON.stringify(unlisted)}`);
    await page.tab.evaluate(() => history.pushState(null, '', '/calm'));
    await eventually(() => page.told().then(({ verdicts }) => verdicts), ['caution', 'unlisted']);
  });

  test('speaks for its frames', async () => {
    const page = await stage.show('<p>coins</p>');
    await settled(page);
    await page.inside(`played.news({ baize: 'frames', frames: [{ frame: 3, listed: [] }] })`);
    expect(await loads(page)).toBe(0);
    const frames = [{ frame: 3, listed: play.listed }];
    await page.inside(`played.news(${JSON.stringify({ baize: 'frames', frames })})`);
    await eventually(() => page.told().then((told) => told.frames), 1);
    await page.inside(`played.surroundings.showInFrame(3)`);
    await eventually(() => page.calls('guard.show').then((calls) => calls.length), 1);
    await page.inside(`played.news({ baize: 'show' })`);
    await eventually(() => page.told().then(({ shown }) => shown), 1);
  });

  test('is left for good', async () => {
    const page = await stage.show('<p>coins</p>', { page: caution });
    await eventually(() => page.told().then(({ verdicts }) => verdicts), ['caution']);
    await page.tab.evaluate(() => history.pushState(null, '', '/trap'));
    await page.inside('played.surroundings.leave()');
    await page.tab.waitForURL('about:blank');
  });
});

describe('what a person copies and pastes', () => {
  test('is said where it happened', async () => {
    const swap = { copied: evm, pasted: other, seconds: 5 };
    const html = `<p>${evm}</p><textarea></textarea>`;
    const page = await stage.show(html, { listed: play.listed.slice(0, 1), swap });
    await eventually(() => page.marked(), [evm]);
    await page.tab.locator('p').selectText();
    await page.tab.keyboard.press('Control+C');
    await eventually(() => said(page), [[{ kind: 'copied', listed: play.listed[0]! }, '']]);
    await page.tab.locator('textarea').focus();
    await page.tab.keyboard.press('Control+V');
    await eventually(
      () => said(page).then((all) => all.slice(1)),
      [
        [{ kind: 'pasted', listed: play.listed[0]! }, 'textarea'],
        [{ kind: 'swapped', ...swap }, 'textarea'],
      ],
    );
  });
});

describe('frames', () => {
  test('tell their page what they mark', async () => {
    const page = await stage.show(`<iframe srcdoc="${evm}"></iframe>`, play);
    await vi.waitFor(async () => {
      const marks = await page.insideAll<number>(
        `(played.surroundings && !played.surroundings.isTop) ? 1 : 0`,
      );
      expect(marks.reduce((sum, each) => sum + each)).toBe(1);
    }, patiently);
    await page.insideAll(`played.surroundings?.marked(${JSON.stringify(play.listed)})`);
    const told = await page.insideAll<string[][]>(
      `played.calls.filter(({ name }) => name === 'guard.marked').map(({ request }) => request.texts)`,
    );
    expect(told.flat()).toEqual([[evm, other]]);
    expect((await page.insideAll<string[]>('played.told.verdicts')).flat()).toEqual([]);
  });
});

describe('a page that fights the guard (attacks.md 50 to 53)', () => {
  test('50, 51: changes nothing by forged events or prototypes of its own', async () => {
    const page = await stage.show(
      `<script>
        for (const name of ['map', 'filter', 'push', 'find']) Array.prototype[name] = () => { throw 1 };
        RegExp.prototype.test = RegExp.prototype.exec = () => null;
        String.prototype.charCodeAt = () => 32;
        MutationObserver = undefined; Document.prototype.createNodeIterator = undefined;
        Element.prototype.getAttributeNames = () => []; Range.prototype.toString = () => '';
        Object.defineProperty(Element.prototype, 'localName', { get: () => 'script' });
        Object.defineProperty(Text.prototype, 'data', { get: () => '' });
        requestAnimationFrame = requestIdleCallback = () => {};
        for (const name of ['baize', 'changed']) { postMessage({ baize: name }); dispatchEvent(new CustomEvent(name)); }
        postMessage({ baize: 'guard.addresses', request: { texts: [] } });
      </script><p>${evm}</p>`,
      play,
    );
    await eventually(() => page.marked(), [evm]);
    expect(await page.calls('guard.page')).toHaveLength(1);
  });

  test('51: hides nothing in elements of another frame', async () => {
    const page = await stage.show('<iframe></iframe>', play);
    await settled(page);
    await page.tab.evaluate((text) => {
      const made = document.querySelector('iframe')!.contentDocument!.createElement('p');
      made.append(text);
      made.title = text.replaceAll('1', '2');
      document.body.append(made);
    }, evm);
    await eventually(() => page.marked(), [`p: ${other}`, evm]);
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
      { listed: [listed(nthAddress(700))] },
    );
    await eventually(() => page.marked(), [nthAddress(700)]);
    const sizes = (await page.calls('guard.addresses')).map(({ texts }) => texts!.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.textsPerMessage);
  });

  test('52: what is added among more changes than can be kept is found', async () => {
    const page = await stage.show('<div></div>', play);
    await settled(page);
    await page.tab.evaluate((text) => {
      const flood = () => {
        document.querySelector('div')!.replaceChildren();
        for (let i = 0; i < 3_000; i += 1) document.querySelector('div')!.append(document.createElement('i'));
      };
      for (let i = 0; i < 20; i += 1) setTimeout(flood, 50 * i);
      setTimeout(() => {
        document.body.append(text);
        flood();
      }, 500);
    }, evm);
    await eventually(() => page.marked(), [evm]);
  });

  // The place where the guard reads is taken behind what it has not read yet: after so many frames it is there.
  test.each([4, 8])(
    '52: what stands behind nodes that the page moves after %d frames is found',
    async (frames) => {
      const page = await stage.show(`${moving(evm)}<script>(${moveWhileRead})(${frames})</script>`, play);
      await eventually(() => page.marked(), [evm]);
    },
  );

  test.each([6, 8, 10])(
    '52: what comes later behind nodes that the page moves after %d frames is found',
    async (frames) => {
      const page = await stage.show('<p>words</p>', play);
      await settled(page);
      await page.tab.evaluate(
        `document.body.innerHTML = ${JSON.stringify(moving(evm))}; (${moveWhileRead})(${frames})`,
      );
      await eventually(() => page.marked(), [evm]);
    },
  );

  test('is found where a text without any is changed, or a piece of one comes beside another', async () => {
    const page = await stage.show(
      `<main>${'<p>words <b>and</b> words</p>'.repeat(50)}<p>0x</p></main>`,
      play,
    );
    await settled(page);
    await page.tab.evaluate(
      ([first, rest]) => {
        document.querySelectorAll('b')[20]!.firstChild!.nodeValue = first!;
        document.querySelector('p:last-child')!.append(rest!.slice(2));
      },
      [evm, other],
    );
    await eventually(sorted(page), [evm, other]);
  });

  test('52: a million address-like strings leave the page usable', async () => {
    const page = await stage.show('<div hidden></div>', play);
    await page.tab.evaluate((last) => {
      const texts = Array.from({ length: 1_000_000 }, (_, n) => `0x${String(n).padStart(40, '0')}`);
      document.querySelector('div')!.append(`${last} ${texts.join(' ')}`);
    }, evm);
    await eventually(() => page.marked(), [evm]);
    expect(await page.tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(1))))).toBe(
      1,
    );
  });

  // The answers are slow, so that nothing depends on how fast the page is read beside them.
  test.each([
    ['hidden', 60_000],
    ['style="height: 0; overflow: hidden"', 20_000],
    ['style="position: absolute; left: -9999px; width: 9em"', 20_000],
  ])('what a person sees is looked up before a block with %s of %i addresses', async (style, count) => {
    const page = await stage.show(`<div ${style}></div><p></p>`, { ...play, delay: 2_000 });
    await page.tab.evaluate(
      ([text, many]) => {
        const addresses = Array.from({ length: many }, (_, n) => `0x${String(n).padStart(40, '0')}`);
        document.querySelector('div')!.append(addresses.join(' '));
        document.querySelector('p')!.append(text);
      },
      [evm, count] as const,
    );
    await eventually(() => page.marked(), [evm]);
    expect((await page.asked()).indexOf(evm)).toBeLessThan(count / 2);
  });

  // Chromium itself crashes when it has to lay out so many, so they are not shown.
  test('53: an address under 10,000 nested elements is found', async () => {
    const page = await stage.show('<div hidden></div>', play);
    await page.tab.evaluate((text) => {
      let inner: Element = document.querySelector('div')!;
      for (let i = 0; i < 10_000; i += 1) inner = inner.appendChild(document.createElement('div'));
      inner.append(text);
    }, evm);
    await eventually(() => page.marked(), [evm]);
  });

  test('53: pieces of an address under 10,000 nested inline elements are found', async () => {
    const page = await stage.show('<p hidden></p>', play);
    await page.tab.evaluate((text) => {
      let inner: Element = document.querySelector('p')!;
      for (let i = 0; i < 10_000; i += 1) {
        inner = inner.appendChild(document.createElement('b'));
        inner.append(i % 2 === 0 ? 'a' : 'b');
      }
      document.querySelector('p')!.append(' ', text.slice(0, 20), text.slice(20));
    }, evm);
    await eventually(() => page.marked(), [evm]);
  });

  test('53: an address at the end of 50 MB of text is found', async () => {
    const page = await stage.show('<div hidden></div>', play);
    await page.tab.evaluate((text) => {
      document.querySelector('div')!.append(`${'a word and '.repeat(5_000_000)}${text}`);
    }, evm);
    await eventually(() => page.marked(), [evm]);
  });

  test('53: an address in the last of 100 frames is found', async () => {
    const page = await stage.show('', play);
    await page.tab.evaluate((text) => {
      for (let i = 0; i < 100; i += 1) {
        const frame = document.createElement('iframe');
        frame.style.cssText = 'width: 20px; height: 10px; border: 0';
        document.body.append(frame);
        frame.contentDocument!.body.append(i === 99 ? text : 'words');
      }
    }, evm);
    await eventually(() => page.insideAll<string[]>('played.marked()').then((all) => all.flat()), [evm]);
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
    await page.inside(`played.page = ${JSON.stringify(caution)}; played.delay = 4000`);
    await page.tab.evaluate(() => history.pushState(null, '', '/caution'));
    await eventually(() => page.calls('guard.page').then((calls) => calls.length), 2);
    await page.inside(`played.page = ${JSON.stringify(unlisted)}; played.delay = 0`);
    await page.tab.evaluate(() => history.pushState(null, '', '/calm'));
    await eventually(() => page.calls('guard.page').then((calls) => calls.length), 3);
    await page.inside('new Promise((done) => setTimeout(done, 5000))');
    expect(await loads(page)).toBe(0);
  });
});

test('stops quietly and takes back what it shows when the extension is gone', async () => {
  const page = await stage.show(`<p>${evm}</p>`, play);
  const errors: string[] = [];
  page.tab.on('pageerror', (error) => errors.push(String(error)));
  page.tab.on('console', (message) => errors.push(message.text()));
  await eventually(() => page.marked(), [evm]);
  await page.inside('played.gone = true');
  await page.tab.evaluate((text) => document.body.append(text), other);
  await settled(page);
  const calls = await page.inside<number>('played.calls.length');
  await page.tab.evaluate((text) => document.body.append(text), third);
  await page.tab.evaluate(() => history.pushState(null, '', '/later'));
  await settled(page);
  expect(await page.inside<number>('played.calls.length')).toBe(calls);
  expect(await page.marked()).toEqual([]);
  expect(errors).toEqual([]);
});

/** 60,000 elements before an address. */
function moving(address: string): string {
  return `<main>${`<div>${'<b>x</b> '.repeat(1_000)}</div>`.repeat(60)}<p>${address}</p></main>`;
}

/** Runs in the page: the elements stand before the address for so many frames. */
function moveWhileRead(frames: number): void {
  const tree = document.querySelector('main')!;
  let left = frames;
  requestAnimationFrame(function move() {
    left -= 1;
    if (left > 0) requestAnimationFrame(move);
    else tree.append(...tree.querySelectorAll('div'));
  });
}
