import { sampleAddresses } from '../../scripts/demo/addresses.ts';
import type { Answers } from '../../scripts/lib/sites.ts';
import { random } from '../generator.ts';

/** A shape of page whose cost is measured with the extension and without. */
export interface BenchPage {
  readonly name: string;
  /** How long it stands open, in seconds: its cost is what the browser does in this time. */
  readonly seconds: number;
  /** What the extension may add to it, in per cent of paint and CPU: 1 without addresses, 3 with. */
  readonly goal: 1 | 3;
  readonly html: () => string;
}

const megabytes = 5;

/** The pages of `npm run bench -- page`: generated from a seed, the same on every machine, no text of anybody's. */
export const benchPages: readonly BenchPage[] = [
  { name: 'english', seconds: 6, goal: 1, html: () => article('en', englishArticle()) },
  { name: 'chinese', seconds: 6, goal: 1, html: () => article('zh', chineseArticle()) },
  { name: 'explorer', seconds: 6, goal: 3, html: explorer },
  { name: 'app', seconds: 31, goal: 1, html: app },
  { name: 'frames', seconds: 20, goal: 1, html: frames },
  { name: 'idle', seconds: 5, goal: 1, html: () => page('en', `<p>${sentence(english(7), 30)}</p>`) },
];

/** Answers `/NAME` with that page on any host, and `/frame?n=N` with a small frame. */
export function benchAnswers(pages: readonly BenchPage[] = benchPages): Answers {
  const made = new Map<string, string>();
  return (_, path) => {
    if (path.startsWith('/frame?')) return page('en', '<b>42.10</b> <small>+0.3 %</small>');
    const found = pages.find(({ name }) => path === `/${name}`);
    if (found === undefined) return null;
    if (!made.has(found.name)) made.set(found.name, found.html());
    return made.get(found.name)!;
  };
}

/** 5 MB of plain English-like text: for the scanner alone. */
export const englishArticle = (): string[] => paragraphs(english(1), ' ', 90);
/** The same in Chinese characters. */
export const chineseArticle = (): string[] => paragraphs(chinese(2), '', 120);

const style =
  'body{font:16px/1.6 sans-serif;max-width:50rem;margin:auto}table{font:13px monospace}iframe{width:90px;height:40px;border:0}';

const page = (lang: string, body: string): string =>
  `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>Sample</title><style>${style}</style><body>${body}</body></html>`;

function article(lang: string, texts: readonly string[]): string {
  const body = texts.map((text, i) => `${i % 8 === 0 ? `<h2>${text.slice(0, 24)}</h2>` : ''}<p>${text}</p>`);
  return page(lang, `<main>${body.join('\n')}</main>`);
}

/** The next word of an endless text. */
type Words = () => string;

const sounds = 'ba ce di fo gu la me ni ro su ta ve wi ka lo men der ing ter con pro ver est ant ly'.split(
  ' ',
);

function english(seed: number): Words {
  const next = random(seed);
  const sound = () => sounds[Math.floor(next() * sounds.length)]!;
  return () => Array.from({ length: 1 + Math.floor(next() * 3) }, sound).join('');
}

/** Characters of Chinese, the first of them more often than the last. */
const firstSign = 0x4e00;
const signs = 3_000;

function chinese(seed: number): Words {
  const next = random(seed);
  return () => {
    const sign = String.fromCharCode(firstSign + Math.floor(next() * next() * signs));
    const chance = next();
    return chance < 0.06 ? `${sign}，` : chance < 0.09 ? `${sign}。` : sign;
  };
}

const sentence = (words: Words, length: number, gap = ' '): string => Array.from({ length }, words).join(gap);

function paragraphs(words: Words, gap: string, length: number): string[] {
  const texts: string[] = [];
  for (let bytes = 0; bytes < megabytes * 1e6; bytes += Buffer.byteLength(texts.at(-1)!)) {
    texts.push(`${sentence(words, length, gap)}.`);
  }
  return texts;
}

/** Transactions as explorers list them: hashes cut short, half of the addresses too, the whole in the link. */
function explorer(): string {
  const next = random(3);
  const hash = () => Array.from({ length: 64 }, () => Math.floor(next() * 16).toString(16)).join('');
  const short = (text: string) => `${text.slice(0, 8)}…${text.slice(-6)}`;
  const rows = Array.from({ length: 5_000 }, (_, i) => {
    const id = `0x${hash()}`;
    const { eip155 } = sampleAddresses(`Baize bench: address ${i}`);
    const shown = i % 2 === 0 ? eip155 : short(eip155);
    return `<tr><td><a href="/tx/${id}">${short(id)}</a><td>${21_000_000 + i}<td><a href="/address/${eip155}">${shown}</a><td>${(next() * 9).toFixed(4)} ETH`;
  });
  return page('en', `<h1>Transactions</h1><table>${rows.join('\n')}</table>`);
}

/** A ticker: a row with three texts in every frame, for 30 seconds. */
function app(): string {
  return page(
    'en',
    `<h1>Prices</h1><div id="rows"></div><script>
    const rows = document.getElementById('rows');
    const end = performance.now() + 30_000;
    let n = 0;
    requestAnimationFrame(function add(now) {
      n += 1;
      const row = document.createElement('p');
      row.innerHTML = '<b>row ' + n + '</b> <span>' + (n * 1.01).toFixed(2) + '</span> <i>changed a moment ago</i>';
      rows.prepend(row);
      if (n > 200) rows.lastChild.remove();
      if (now < end) requestAnimationFrame(add);
    });
    </script>`,
  );
}

function frames(): string {
  const all = Array.from({ length: 1_000 }, (_, n) => `<iframe src="/frame?n=${n}"></iframe>`);
  return page('en', `<h1>Quotes</h1>${all.join('\n')}`);
}
