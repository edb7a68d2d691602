import { readdirSync, readFileSync } from 'node:fs';
import { sampleAddresses, sampleSpellings } from '../../scripts/demo/addresses.ts';
import type { Answers } from '../../scripts/lib/sites.ts';
import { parseAddresses } from '../../src/chains/address.ts';
import { chanceText } from './chance.ts';
import { pngOf, rowsOf, svgOf } from './codes.ts';

/** An address that a page holds. */
export interface Held {
  readonly status: 'listed' | 'other';
  /** As wallets show it; the page may have it in pieces, in a link or in a picture. */
  readonly text: string;
  /** The list's key. */
  readonly key: string;
}

export interface CorpusPage {
  readonly name: string;
  /** Every address in it and in its frames. */
  readonly addresses: readonly Held[];
  /** How many elements are outlined: those that carry a listed address where no text can be marked. */
  readonly outlined: number;
}

/** Where a broken address is wrong. */
const WRONG = 12;

type Folder = 'found' | 'ordinary' | 'frames';

/** Pages that hold listed addresses, each in another place or spelling, and addresses that nobody lists. */
export const foundPages: readonly CorpusPage[] = pagesIn('found');
/** Pages where there is nothing to find. */
export const ordinaryPages: readonly CorpusPage[] = pagesIn('ordinary');

/** What the registry has to list for these pages. */
export const corpusKeys: readonly string[] = [
  ...new Set(foundPages.flatMap(({ addresses }) => addresses.filter(isListed).map(({ key }) => key))),
].sort();

export function isListed({ status }: Held): boolean {
  return status === 'listed';
}

/** The page as it is served. @param elsewhere the address of another host, without a final slash */
export function corpusHtml(folder: Folder, name: string, elsewhere = 'http://elsewhere.test'): string {
  return filled(template(folder, name), elsewhere, () => undefined);
}

/** Serves the pages at `/found/NAME`, `/ordinary/NAME` and `/frames/NAME.html`, and the codes they show. */
export function corpusAnswers(elsewhere: () => string): Answers {
  return (_, path) => {
    const [, folder, name] = /^\/(found|ordinary|frames)\/([a-z0-9-]+)(?:\.html)?(?:\?|$)/.exec(path) ?? [];
    if (folder !== undefined) return corpusHtml(folder as Folder, name!, elsewhere());
    const [, kind, query = ''] = /^\/(png|picture)\?(.*)$/.exec(path) ?? [];
    if (kind === undefined) return null;
    const text = kind === 'png' ? decodeURIComponent(query) : Buffer.from(query, 'hex').toString();
    return { status: 200, headers: { 'content-type': 'image/png' }, body: pngOf(text) };
  };
}

function pagesIn(folder: Folder): CorpusPage[] {
  const files = readdirSync(new URL(`${folder}/`, import.meta.url)).filter((file) => file.endsWith('.html'));
  return files.sort().map((file) => pageOf(folder, file.replace('.html', '')));
}

function pageOf(folder: Folder, name: string): CorpusPage {
  const addresses = new Map<string, Held>();
  collect(folder, name, addresses);
  const outlined = Number(/<!-- outlined: (\d+) -->/.exec(template(folder, name))?.[1] ?? 0);
  return { name, addresses: [...addresses.values()], outlined };
}

function collect(folder: Folder, name: string, into: Map<string, Held>): void {
  const html = filled(template(folder, name), '', (held) => into.set(held.text, held));
  for (const [, frame] of html.matchAll(/\/frames\/([a-z-]+)\.html/g)) collect('frames', frame!, into);
}

function template(folder: Folder, name: string): string {
  return readFileSync(new URL(`${folder}/${name}.html`, import.meta.url), 'utf8');
}

/** Fills the innermost placeholders first; the README has them all. */
function filled(html: string, elsewhere: string, held: (held: Held) => void): string {
  const next = html.replaceAll(/\{\{([^{}]+)\}\}/g, (_, words: string) => fill(words, elsewhere, held));
  return next === html ? html : filled(next, elsewhere, held);
}

function fill(words: string, elsewhere: string, held: (held: Held) => void): string {
  const [name = '', ...rest] = words.split(' ');
  const text = words.slice(name.length + 1);
  if (name === 'listed' || name === 'other') {
    const address = heldOf(name, rest[0]!, rest[1]!);
    held(address);
    return sliced(address.text, rest[2]);
  }
  if (name === 'broken') return broken(heldOf('other', rest[0]!, rest[1]!).text);
  if (name === 'elsewhere') return elsewhere;
  if (name === 'png') return `data:image/png;base64,${Buffer.from(pngOf(text)).toString('base64')}`;
  if (name === 'svg') return svgOf(text);
  if (name === 'rows') return JSON.stringify(rowsOf(text));
  if (name === 'hexof') return Buffer.from(text).toString('hex');
  return chanceText(name, rest.map(Number));
}

function heldOf(status: Held['status'], spelling: string, number: string): Held {
  const sentence = `Baize corpus: ${status} ${number}`;
  const all: Readonly<Record<string, string>> = {
    ...sampleAddresses(sentence),
    ...sampleSpellings(sentence),
  };
  const text = all[spelling];
  if (text === undefined) throw new Error(`There is no sample address "${spelling}".`);
  const readings = parseAddresses(text);
  const { key } = readings.find(({ chain }) => spelling.startsWith(chain)) ?? readings[0]!;
  return { status, text, key };
}

/** A part of it, `from:to` as JavaScript counts. */
function sliced(text: string, range: string | undefined): string {
  const [from = '', to = ''] = (range ?? ':').split(':');
  return text.slice(Number(from), to === '' ? undefined : Number(to));
}

/** One character in it is another: q belongs to the alphabet of every spelling. */
function broken(text: string): string {
  return `${text.slice(0, WRONG)}${text[WRONG] === 'q' ? 'p' : 'q'}${text.slice(WRONG + 1)}`;
}
