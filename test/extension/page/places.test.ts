import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patiently } from '../../patience.ts';
import { type Guarded, GuardStage } from './stage.ts';
import { listed } from './stage-parts.ts';

// Sample addresses: nobody's, made of repeated digits.
const evm = `0x${'12'.repeat(20)}`;
const other = `0x${'3a'.repeat(20)}`;
const third = `0x${'4b'.repeat(20)}`;
const bech32 = `bc1q${'w508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'}`;
const play = { listed: [evm, other, third, bech32].map((text) => listed(text)) };

let stage: GuardStage;
beforeAll(async () => {
  stage = await GuardStage.open();
});
afterAll(() => stage.close());

const spans = (text: string, step: number) =>
  text.replaceAll(new RegExp(`.{1,${step}}`, 'g'), '<span>$&</span>');
const eventually = <T>(look: () => Promise<T>, value: T) =>
  vi.waitFor(async () => expect(await look()).toEqual(value), patiently);
const settled = (page: Guarded) => page.inside('new Promise((done) => setTimeout(done, 700))');

const places: readonly (readonly [string, string, readonly string[]])[] = [
  ['in text', `<p>Pay to ${evm} now</p>`, [evm]],
  ['in Chinese text', `<p>转到${evm}，谢谢</p>`, [evm]],
  ['with soft hyphens', `<p>${evm.replaceAll(/.{4}/g, '$&&shy;')}</p>`, [evm]],
  ['with zero-width characters', `<p>${evm.replaceAll(/.{3}/g, '$&&#x200b;&#x2060;')}.</p>`, [evm]],
  ['with <wbr>', `<p>${evm.replaceAll(/.{6}/g, '$&<wbr>')}</p>`, [evm]],
  ['in pieces', `<p>to <b>0x</b>${spans(evm.slice(2), 8)} now</p>`, [evm]],
  ['a character a piece', `<p>${spans(evm, 1)}</p>`, [evm]],
  ['in pieces, whole in front', `<p><i>${evm.slice(0, 30)}</i>${evm.slice(30)}</p>`, [evm]],
  ['in pieces in nested elements', `<p><a><b>${evm.slice(0, 9)}</b></a><i>${evm.slice(9)}</i></p>`, [evm]],
  ['in pieces, a label after', `<p>${spans(evm, 9)}<span>Copy</span></p>`, [evm]],
  ['in pieces, labels around', `<p><b>To</b>${spans(evm, 9)}<span>Copy</span><i>QR</i></p>`, [evm]],
  ['a character a piece, labels around', `<p><b>To</b>${spans(evm, 1)}<b>Copy</b></p>`, [evm]],
  ['beside a button', `<p><span>${evm}</span><button>Copy</button></p>`, [evm]],
  ['beside another', `<p><span>${evm}</span><span>${other}</span></p>`, [evm, other]],
  ['in a text area', `<textarea>to ${evm}</textarea>`, [`textarea: ${evm}`]],
  ['in an input', `<input value="${evm}" readonly>`, [`input: ${evm}`]],
  ['in a placeholder', `<input placeholder="e.g. ${evm}">`, [`input: ${evm}`]],
  ['in a title', `<i title="${evm}">0x12…12</i>`, [`i: ${evm}`]],
  ['in alt', `<img alt="${evm}">`, [`img: ${evm}`]],
  ['in aria-label', `<button aria-label="Copy ${evm}">Copy</button>`, [`button: ${evm}`]],
  ['in a data attribute', `<button data-clipboard-text="${evm}">Copy</button>`, [`button: ${evm}`]],
  ['in any data attribute', `<div data-x="${evm}">0x12…12</div>`, [`div: ${evm}`]],
  ['in what a click does', `<button onclick="copy('${evm}')">Copy</button>`, [`button: ${evm}`]],
  ['in a link of an explorer', `<a href="/address/${evm}/tokens?a=1">0x12…12</a>`, [`a: ${evm}`]],
  ['in a query', `<a href="https://pay.example/?to=${evm}&a=1">Pay</a>`, [`a: ${evm}`]],
  ['in a name', `<a href="#row_${evm}">row</a>`, [`a: ${evm}`]],
  ['in ethereum:', `<a href="ethereum:${evm}@1?value=1">Pay</a>`, [`a: ${evm}`]],
  [
    'in both addresses of EIP-681',
    `<a href="ethereum:${evm}/transfer?address=${other}">Pay</a>`,
    [`a: ${evm}`, `a: ${other}`],
  ],
  ['in bitcoin:', `<a href="bitcoin:${bech32}?amount=1">Pay</a>`, [`a: ${bech32}`]],
  ['percent-encoded', `<a href="/go?u=ethereum%3A${evm}%40%31">Pay</a>`, [`a: ${evm}`]],
  ['in what a picture is asked to draw', `<img src="/qr?data=ethereum%3a${evm}">`, [`img: ${evm}`]],
  ['in SVG', `<svg><text>${evm}</text></svg>`, [evm]],
  ['in pieces in SVG', `<svg><text>${evm.replaceAll(/.{7}/g, '<tspan>$&</tspan>')}</text></svg>`, [evm]],
  ['in a link of SVG', `<svg><a href="/${evm}"><text>Pay</text></a></svg>`, [`a: ${evm}`]],
  ['in text and link once', `<a href="/address/${evm}">${evm}</a>`, [evm]],
  ['in a shadow tree', `<div><template shadowrootmode="open"><p>${evm}</p></template></div>`, [evm]],
  [
    'in a shadow tree in another, and after',
    `<x-a><template shadowrootmode="open"><x-b><template shadowrootmode="open">${evm}</template></x-b>${other}</template></x-a>${third}`,
    [evm, other, third],
  ],
];

describe('an address is found', () => {
  test.each(places)('%s', async (_, html, expected) => {
    const page = await stage.show(`<!DOCTYPE html><body>${html}`, play);
    await eventually(() => page.marked(), [...expected]);
  });
});

describe('an address is found that comes later', () => {
  const changes: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['as text', '<p></p>', `document.querySelector('p').append('${evm}')`, [evm]],
    ['as an element', '<p></p>', `document.querySelector('p').innerHTML = '<b>${evm}</b>'`, [evm]],
    ['by a change of text', '<p>-</p>', `document.querySelector('p').firstChild.data = '${evm}'`, [evm]],
    [
      'in pieces beside others',
      `<p>to <b>${evm.slice(0, 20)}</b><i></i></p>`,
      `document.querySelector('i').append('${evm.slice(20)}')`,
      [evm],
    ],
    [
      'in pieces before others',
      `<p>to <b></b><i>${evm.slice(20)}</i></p>`,
      `document.querySelector('b').append('${evm.slice(0, 20)}')`,
      [evm],
    ],
    [
      'a character each time',
      '<p></p>',
      `{ let i = 0; const add = () => { const s = document.createElement('span'); s.textContent = '${evm}'[i++]; document.querySelector('p').append(s); if (i < ${evm.length}) setTimeout(add, 20) }; add() }`,
      [evm],
    ],
    ['in a title', '<b>x</b>', `document.querySelector('b').title = '${evm}'`, [`b: ${evm}`]],
    ['in a link', '<a>x</a>', `document.querySelector('a').href = 'ethereum:${evm}'`, [`a: ${evm}`]],
    [
      'in a data attribute',
      '<b>x</b>',
      `document.querySelector('b').dataset.clipboardText = '${evm}'`,
      [`b: ${evm}`],
    ],
    [
      'in the value of an input',
      '<input>',
      `document.querySelector('input').value = '${evm}'`,
      [`input: ${evm}`],
    ],
    [
      'in a shadow tree',
      '<div id="app"></div>',
      `document.querySelector('div').attachShadow({ mode: 'open' }).innerHTML = '${evm}'`,
      [evm],
    ],
    [
      'in a custom element defined later',
      '<x-pay>words</x-pay>',
      `customElements.define('x-pay', class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<p>${evm}</p>' } })`,
      [evm],
    ],
    [
      'in a shadow tree that is there',
      '<div><template shadowrootmode="open"><p></p></template></div>',
      `document.querySelector('div').shadowRoot.querySelector('p').append('${evm}')`,
      [evm],
    ],
  ];
  test.each(changes)('%s', async (_, html, change, expected) => {
    const page = await stage.show(`<!DOCTYPE html><body>${html}`, play);
    await settled(page);
    expect(await page.marked()).toEqual([]);
    await page.tab.evaluate(change);
    await eventually(() => page.marked(), [...expected]);
  });

  test('as a person types it', async () => {
    const page = await stage.show('<input>', play);
    await page.tab.locator('input').pressSequentially(evm);
    await eventually(() => page.marked(), [`input: ${evm}`]);
  });
});

describe('nothing is found', () => {
  test.each([
    ['in scripts and styles', `<script>const a = '${evm}'</script><style>/* ${evm} */</style>`],
    [
      'in the title and in what is not shown',
      `<title>${evm}</title><noscript>${evm}</noscript><template>${evm}</template>`,
    ],
    ['in the head', `<link rel="canonical" href="/address/${evm}"><meta name="a" content="${evm}">`],
    ['in a password', `<input type="password" value="${evm}">`],
    ['in a password by its name', `<input autocomplete="current-password" value="${evm}">`],
    ['in a hidden input', `<input type="hidden" value="${evm}">`],
    ['in a longer word', `<p>a${evm} ${evm}b</p>`],
    ['across blocks', `<div>${evm.slice(0, 20)}</div><div>${evm.slice(20)}</div>`],
    ['across lines', `<p>${evm.slice(0, 20)}<br>${evm.slice(20)}</p>`],
    ['across words', `<p><b>${evm.slice(0, 20)}</b> <b>${evm.slice(20)}</b></p>`],
    ['in a program\u2019s data', `<div data-page='{"a":"${'x'.repeat(2_100)} ${evm}"}'></div>`],
  ])('%s', async (_, html) => {
    const page = await stage.show(`<!DOCTYPE html><body>${html}<p>${third}`, play);
    await eventually(() => page.marked(), [third]);
    expect((await page.asked()).filter((text) => text.includes(evm))).toEqual([]);
  });

  test('in a password that is shown for a while', async () => {
    const page = await stage.show('<input type="password">', play);
    await settled(page);
    await page.tab.evaluate((text) => {
      const input = document.querySelector('input')!;
      input.type = 'text';
      input.value = text;
      document.body.append('.');
      input.title = 'shown';
    }, evm);
    await page.inside('new Promise((done) => setTimeout(done, 3000))');
    expect(await page.asked()).toEqual([]);
  });
});

describe('frames', () => {
  const frame = (html: string, attributes = '') => `<iframe ${attributes} srcdoc="<p>${html}</p>"></iframe>`;
  const inFrames = (page: Guarded) => () =>
    page.insideAll<string[]>('played.marked()').then((all) => all.flat());

  test('have guards of their own, which tell no banner and ask for no page', async () => {
    const page = await stage.show(`<p>${other}</p>${frame(evm)}`, play);
    await eventually(async () => (await inFrames(page)()).sort(), [evm, other]);
    const calls = await page.insideAll<string[]>('played.calls.map(({ name }) => name)');
    expect(calls.flat().filter((name) => name === 'guard.page')).toHaveLength(1);
  });

  test('that hold nothing but a shadow tree are read', async () => {
    const tree = `<div><template shadowrootmode='open'>${evm}</template></div>`;
    const page = await stage.show(`<p>${other}</p><iframe srcdoc="${tree}"></iframe>`, play);
    await eventually(async () => (await inFrames(page)()).sort(), [evm, other]);
  });

  test('that a page writes into are read', async () => {
    const page = await stage.show('<iframe></iframe>', play);
    await page.tab.evaluate((text) => {
      document.querySelector('iframe')!.contentDocument!.body.append(text);
    }, evm);
    await eventually(inFrames(page), [evm]);
  });

  test.each([
    ['without a size', 'width="0" height="0" style="border: 0"', `frame.width = frame.height = '200'`],
    ['that are not shown', 'style="display: none"', `frame.style.display = 'block'`],
  ])('%s are left alone until they are shown', async (_, attributes, show) => {
    const page = await stage.show(`<p>${other}</p>${frame(evm, attributes)}`, play);
    await eventually(inFrames(page), [other]);
    await settled(page);
    expect(await inFrames(page)()).toEqual([other]);
    await page.tab.evaluate(`{ const frame = document.querySelector('iframe'); ${show} }`);
    await eventually(async () => (await inFrames(page)()).sort(), [evm, other]);
  });

  const quiet: readonly (readonly [string, string, string])[] = [
    ['text', '<b>12.5</b>', `document.body.append('${evm}')`],
    ['a title', '<b>12.5</b>', `document.querySelector('b').title = '${evm}'`],
    ['text in pieces', '<b>12.5</b>', `for (const c of '${evm}') document.body.append(c)`],
    ['an input', '<b>12.5</b><input>', `document.querySelector('input').value = '${evm}'`],
    [
      'a place to write',
      '<p id=a></p>',
      `document.querySelector('p').attachShadow({ mode: 'open' }).innerHTML = '${evm}'`,
    ],
  ];
  test.each(quiet)('that hold nothing are read once they hold %s', async (_, html, change) => {
    const page = await stage.show(`<p>${other}</p><iframe srcdoc="${html}"></iframe>`, play);
    await eventually(inFrames(page), [other]);
    await settled(page);
    await page.tab.evaluate(
      (script) =>
        (document.querySelector('iframe')!.contentWindow as unknown as typeof globalThis).eval(script),
      change,
    );
    await vi.waitFor(async () => expect((await inFrames(page)()).join()).toContain(evm), patiently);
  });
});
