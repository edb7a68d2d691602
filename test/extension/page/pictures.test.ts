import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sampleAddresses } from '../../../scripts/demo/addresses.ts';
import { patiently } from '../../patience.ts';
import { codePng, codeSvg, dataUrl, modulesOf, png } from './codes.ts';
import { type PicturesPage, PicturesStage } from './pictures-stage.ts';

const { eip155, bitcoin, solana } = sampleAddresses('Baize sample: an address in a picture');
const text = `ethereum:${eip155}@1?value=1e16`;

let stage: PicturesStage;
beforeAll(async () => {
  stage = await PicturesStage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const reads = (page: PicturesPage, id: string, texts: readonly string[] | null) =>
  vi.waitFor(async () => expect(await page.read(id)).toEqual(texts), patiently);
const settled = (page: PicturesPage) => page.tab.waitForTimeout(1_000);
const image = (src: string, size = 200, more = '') =>
  `<img id="code" src="${src}" width="${size}" height="${size}" ${more}>`;
const onCanvas = (script: string, side = 300) => `<canvas id="code" width="${side}" height="${side}"></canvas>
  <script>{ const context = document.getElementById('code').getContext('2d'); const side = ${side}; ${script} }</script>`;
const drawModules = (code: string) => `
  const modules = ${JSON.stringify(modulesOf(code))};
  const size = side / (modules.length + 8);
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.fillStyle = 'black';
  modules.forEach((row, y) => row.forEach((isDark, x) => isDark && context.fillRect((x + 4) * size, (y + 4) * size, size, size)));`;

describe('a code', () => {
  test('as an image of the page is read, without another request for it', async () => {
    const { own } = stage.serve('/own.png', { type: 'image/png', body: codePng(text) });
    const page = await stage.show(image(own));
    await reads(page, 'code', [text]);
    expect(stage.requests.filter((path) => path === own)).toHaveLength(1);
    expect((await page.played()).screens).toBe(0);
  });

  test('as a data: image is read', async () => {
    await reads(await stage.show(image(dataUrl(codePng(text)))), 'code', [text]);
  });

  test('as a blob: image is read', async () => {
    const { own } = stage.serve('/blob.png', { type: 'image/png', body: codePng(bitcoin) });
    const page = await stage.show(`${image('')}<script>
      fetch('${own}').then((answer) => answer.blob()).then((blob) => {
        const code = document.getElementById('code');
        code.src = URL.createObjectURL(blob);
        code.decode().then(() => document.title = 'there');
      })</script>`);
    await vi.waitFor(async () => expect(await page.tab.title()).toBe('there'), patiently);
    await page.inside(`playedPictures.see('code')`);
    await reads(page, 'code', [bitcoin]);
  });

  test('as an image of another origin that shares it is read without the screen', async () => {
    const { other } = stage.serve('/shared.png', { type: 'image/png', body: codePng(text), isShared: true });
    const page = await stage.show(image(other, 200, 'crossorigin'));
    await reads(page, 'code', [text]);
    expect((await page.played()).screens).toBe(0);
  });

  test('as a canvas is read, also when it is drawn later', async () => {
    await reads(await stage.show(onCanvas(drawModules(solana))), 'code', [solana]);
    await reads(await stage.show(onCanvas(`setTimeout(() => { ${drawModules(text)} }, 900);`)), 'code', [
      text,
    ]);
  });

  test.each(['rects', 'path'] as const)('as SVG of %s is read', async (by) => {
    const page = await stage.show(codeSvg(text, by, 'id="code" width="180" height="180"'));
    const changes = await page.tab.evaluateHandle(() => {
      const seen: string[] = [];
      const all = { attributes: true, childList: true, characterData: true, subtree: true };
      new MutationObserver((records) => seen.push(...records.map(({ type }) => type))).observe(document, all);
      return seen;
    });
    await reads(page, 'code', [text]);
    await page.inside(`playedPictures.restart()`);
    await vi.waitFor(async () => expect((await page.played()).read).toHaveLength(2), patiently);
    await reads(page, 'code', [text]);
    expect((await page.played()).screens).toBe(0);
    expect(await changes.jsonValue()).toEqual([]);
  });

  test('as SVG is read in the colours that a style sheet of the page gives it', async () => {
    const svg = codeSvg(text, 'rects', 'id="code" width="180" height="180"');
    const colours = '<style>body, .ground { background: #111; fill: #111 } .module { fill: #eee }</style>';
    const page = await stage.show(
      colours +
        svg
          .replaceAll('<rect', '<rect class="module"')
          .replace('>', '><path class="ground" d="M0 0h99v99H0z"/>'),
    );
    await reads(page, 'code', [text]);
    expect((await page.played()).screens).toBe(0);
  });

  test('as SVG that can not be drawn by itself is read from the screen', async () => {
    const svg = codeSvg(text, 'path', 'id="code" width="180" height="180"');
    const page = await stage.show(svg, {}, { 'content-security-policy': `img-src 'self'` });
    await reads(page, 'code', [text]);
    expect((await page.played()).screens).toBe(1);
  });

  test('as an image that the page may not read is read from the screen when there are addresses', async () => {
    const { other } = stage.serve('/tainted.png', { type: 'image/png', body: codePng(text) });
    const html = `<p>A gift</p><div style="height: 150px"></div>${image(other, 160, 'style="margin-left: 333px"')}`;
    const page = await stage.show(html, { deviceScaleFactor: 1.5 });
    await settled(page);
    expect((await page.played()).found).toEqual([]);
    await page.inside('playedPictures.hasCandidates = true');
    await reads(page, 'code', [text]);
    expect(stage.requests.filter((path) => path === '/tainted.png')).toHaveLength(1);
  });

  test('as a canvas that the page may not read is read from the screen', async () => {
    const { other } = stage.serve('/tainting.png', { type: 'image/png', body: codePng(text) });
    const page = await stage.show(
      `<h1>Deposit</h1>${onCanvas(`
      const image = new Image();
      image.src = '${other}';
      image.onload = () => context.drawImage(image, 0, 0, side, side);`)}`,
    );
    await reads(page, 'code', [text]);
  });

  test('is read again when its image changes', async () => {
    const page = await stage.show(image(dataUrl(codePng(text))));
    await reads(page, 'code', [text]);
    await page.tab.evaluate(
      async (src) => {
        const code = document.getElementById('code') as HTMLImageElement;
        code.src = src;
        await code.decode();
      },
      dataUrl(codePng(bitcoin)),
    );
    await page.inside(`playedPictures.see('code')`);
    await reads(page, 'code', [bitcoin]);
  });

  test('that comes into view late is read then, and once', async () => {
    const page = await stage.show(`<div style="height: 5000px"></div>${image(dataUrl(codePng(text)))}`);
    await settled(page);
    expect((await page.played()).found).toEqual([]);
    await page.tab.evaluate(() => document.getElementById('code')?.scrollIntoView());
    await reads(page, 'code', [text]);
    await page.tab.evaluate(() => scrollTo(0, 0));
    await page.tab.evaluate(() => document.getElementById('code')?.scrollIntoView());
    await page.inside(`playedPictures.see('code')`);
    await settled(page);
    expect((await page.played()).found).toEqual(['code']);
  });
});

describe('however it is drawn:', () => {
  const looks: [string, string][] = [
    ['60 px', image(dataUrl(codePng(text, { scale: 2, margin: 2 })), 60)],
    ['a pixel a module', image(dataUrl(codePng(text, { scale: 1 })), 220)],
    ['large', image(dataUrl(codePng(text, { scale: 20 })), 600)],
    ['light on dark', image(dataUrl(codePng(text, { dark: [255, 255, 255], light: [20, 20, 20] })))],
    ['in colours', image(dataUrl(codePng(text, { dark: [20, 60, 160], light: [250, 240, 200] })))],
    ['with a logo', image(dataUrl(codePng(text, { logo: 0.2 })))],
    ['without a margin', image(dataUrl(codePng(text, { margin: 0 })))],
    ['with a wide margin', image(dataUrl(codePng(text, { margin: 8 })))],
  ];
  test.each(looks)('%s', async (_, html) => {
    await reads(await stage.show(html), 'code', [text]);
  });

  test('in upper case only, as bech32 addresses often are', async () => {
    const page = await stage.show(image(dataUrl(codePng(bitcoin.toUpperCase()))));
    await reads(page, 'code', [bitcoin.toUpperCase()]);
  });

  test('dots on nothing, in a dark page, a little turned', async () => {
    const page = await stage.show(
      `<body style="background: #222">${onCanvas(
        `
      const modules = ${JSON.stringify(modulesOf(text))};
      const size = side / (modules.length + 12);
      context.translate(side / 2, side / 2);
      context.rotate(0.05);
      context.translate(-side / 2, -side / 2);
      context.fillStyle = '#9ff';
      modules.forEach((row, y) => row.forEach((isDark, x) => {
        context.beginPath();
        context.arc((x + 6.5) * size, (y + 6.5) * size, size * 0.5, 0, 7);
        if (isDark) context.fill();
      }));`,
        400,
      )}`,
    );
    await reads(page, 'code', [text]);
  });
});

describe('what is no code', () => {
  const pictures: [string, string][] = [
    ['a photo', image(dataUrl(png(300, (x, y) => [x % 256, (x * y) % 251, (y * 7) % 256])))],
    ['a smooth picture', image(dataUrl(png(300, (x, y) => [x / 2, y / 2, 128])))],
    [
      'an avatar of squares',
      image(dataUrl(png(200, (x, y) => (((x / 40) ^ (y / 40)) % 3 ? [90, 160, 60] : [240, 240, 240])))),
    ],
    [
      'a chessboard',
      image(dataUrl(png(240, (x, y) => (((x / 30) ^ (y / 30)) & 1 ? [0, 0, 0] : [255, 255, 255])))),
    ],
    [
      'noise of every grey',
      image(
        dataUrl(
          png(240, (x, y) => {
            const tone = (x * 7919 + y * 104729 + x * y * 31) % 256;
            return [tone, tone, tone];
          }),
        ),
      ),
    ],
    [
      'bars of a chart',
      image(
        dataUrl(png(240, (x, y) => (x % 24 < 12 && y > (x * 13) % 240 ? [30, 90, 200] : [255, 255, 255]))),
      ),
    ],
    [
      'a banner that is not square',
      `<img id="code" src="${dataUrl(codePng(text))}" width="300" height="200">`,
    ],
    ['an icon', image(dataUrl(codePng(text)), 40)],
    ['a hidden image', image(dataUrl(codePng(text)), 200, 'hidden')],
    [
      'an SVG logo',
      '<svg id="code" viewBox="0 0 24 24" width="200" height="200"><path d="M12 2a10 10 0 1 0 0 20z"/></svg>',
    ],
    ['an empty canvas', onCanvas('')],
  ];
  test.each(pictures)('%s', async (_, html) => {
    const page = await stage.show(html);
    await settled(page);
    const { found, read } = await page.played();
    expect({ found, read }).toEqual({ found: [], read: [] });
  });

  test('a crossword: worth a closer look, but nothing is read from it', async () => {
    const isLine = (x: number, y: number) => x % 16 === 0 || y % 16 === 0;
    const isBlock = (x: number, y: number) => ((x >> 4) * (y >> 4)) % 7 === 1;
    const picture = png(240, (x, y) => (isLine(x, y) || isBlock(x, y) ? [0, 0, 0] : [255, 255, 255]));
    const page = await stage.show(image(dataUrl(picture)));
    await reads(page, 'code', null);
  });

  test('a picture of another origin without words of payment: the screen is not asked for', async () => {
    const { other } = stage.serve('/avatar.png', { type: 'image/png', body: codePng(text) });
    const page = await stage.show(`<p>Our team</p>${image(other)}`);
    await settled(page);
    const { found, screens } = await page.played();
    expect({ found, screens }).toEqual({ found: [], screens: 0 });
  });
});

describe('a picture that the person asks about', () => {
  test('is read whatever its shape, and named', async () => {
    const src = dataUrl(codePng(text));
    const page = await stage.show(`<img id="odd" src="${src}" width="300" height="270">`);
    await page.inside(`playedPictures.ask(${JSON.stringify(src)})`);
    expect((await page.played()).asked).toEqual({ id: 'odd', texts: [text] });
  });

  test('is found in an open shadow root', async () => {
    const src = dataUrl(codePng(text));
    const page = await stage.show(`<div id="host"></div><script>
      document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<img id="inner" src="${src}">';</script>`);
    await page.inside(`playedPictures.ask(${JSON.stringify(src)})`);
    expect((await page.played()).asked).toEqual({ id: 'inner', texts: [text] });
  });

  test('is read by the background when the page may not', async () => {
    const { other } = stage.serve('/asked.png', { type: 'image/png', body: codePng(text) });
    const page = await stage.show(image(other));
    await page.inside(`playedPictures.ask('${other}')`);
    expect((await page.played()).asked).toEqual({ id: 'code', texts: [text] });
    expect((await page.played()).screens).toBe(1);
  });

  test('is null when it holds no code', async () => {
    const src = dataUrl(png(200, (x, y) => [x, y, 0]));
    const page = await stage.show(image(src));
    await page.inside(`playedPictures.ask(${JSON.stringify(src)})`);
    expect((await page.played()).asked).toEqual({ id: 'code', texts: null });
  });
});

describe("the browser's own reader", () => {
  const play = (formats: string, result: string) => `
    globalThis.BarcodeDetector = class {
      static async getSupportedFormats() { return ${formats}; }
      async detect(image) { globalThis.detected = [image.width, image.data[3]]; return ${result}; }
    }`;

  test('is asked first where it reads QR codes', async () => {
    const page = await stage.show('');
    await page.inside(play(`['qr_code']`, `[{ rawValue: 'one' }, { rawValue: 'two' }, { rawValue: 'one' }]`));
    await page.tab.evaluate(
      (src) => document.body.insertAdjacentHTML('beforeend', src),
      image(dataUrl(codePng(text))),
    );
    await page.inside(`document.getElementById('code').decode().then(() => playedPictures.see('code'))`);
    await reads(page, 'code', ['one', 'two']);
    expect(await page.inside('detected')).toEqual([400, 255]);
  });

  test.each([
    [`['ean_13']`, `[{ rawValue: 'wrong' }]`],
    [`['qr_code']`, '[]'],
    [`['qr_code']`, `(() => { throw new Error('not ready') })()`],
  ])('with formats %s and result %s gives way to the library', async (formats, result) => {
    const page = await stage.show('');
    await page.inside(play(formats, result));
    await page.tab.evaluate(
      (src) => document.body.insertAdjacentHTML('beforeend', src),
      image(dataUrl(codePng(text))),
    );
    await page.inside(`document.getElementById('code').decode().then(() => playedPictures.see('code'))`);
    await reads(page, 'code', [text]);
  });
});
