import { describe, expect, it } from 'vitest';
import { until } from '../../scripts/lib/browser.ts';
import { type CorpusPage, foundPages, isListed, ordinaryPages } from '../corpus/corpus.ts';
import { corpusHosts, listedAddresses } from './samples.ts';
import { useWorld } from './world.ts';

const world = useWorld();

/** What a tab's popup and its page say, in a form that compares. */
interface Told {
  /** Keys of the listed addresses. */
  readonly listed: readonly string[];
  /** The marked texts, without the characters that nobody sees. */
  readonly marked: readonly string[];
  readonly outlined: number;
}

const sorted = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();
const plain = (text: string): string => text.replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff\s]/g, '');

async function told(tabId: number): Promise<Told> {
  const { addresses } = await world.extension.ask('tab.show', { tabId });
  const frames = await world.extension.shown(tabId);
  return {
    listed: sorted(addresses.filter(({ finding }) => finding !== null).map(({ key }) => key)),
    marked: sorted(frames.flatMap(({ marked }) => marked.map(plain))),
    outlined: frames.reduce((sum, { outlined }) => sum + outlined, 0),
  };
}

/** Waits until a tab tells this; when it does not, the difference is the error. */
async function expectTold(tabId: number, isExpected: (told: Told) => boolean, expected: Told): Promise<void> {
  let last: Told | null = null;
  const ask = async () => {
    last = await told(tabId);
    return isExpected(last);
  };
  await until('what the page holds', ask).catch(() => expect(last).toEqual(expected));
}

function expectationOf({ addresses, outlined }: CorpusPage): Told {
  const listed = addresses.filter(isListed);
  return {
    listed: sorted(listed.map(({ key }) => key)),
    marked: sorted(listed.map(({ text }) => text)),
    outlined,
  };
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

async function tabAt(path: string): Promise<number> {
  const url = world.sites.url(corpusHosts.pages, path);
  await world.tab.open(url);
  await world.tab.show();
  return world.extension.tabId(url);
}

describe('every listed address is found, marked where it stands, and no other', () => {
  it.each(foundPages)('$name', async (page) => {
    const expected = expectationOf(page);
    // Where elements are outlined, their addresses stand in no text.
    const isMarked = ({ marked }: Told) =>
      expected.outlined === 0
        ? same(marked, expected.marked)
        : marked.every((text) => expected.marked.includes(text));
    await expectTold(
      await tabAt(`/found/${page.name}`),
      (now) => same(now.listed, expected.listed) && now.outlined === expected.outlined && isMarked(now),
      expected,
    );
  });
});

describe('nothing is found on an ordinary page', () => {
  const groups = Array.from({ length: 8 }, (_, n) => ({
    from: ordinaryPages[8 * n]!.name,
    pages: ordinaryPages.slice(8 * n, 8 * n + 8),
  }));

  // As frames of one page, each with a guard of its own; what is added at last shows that all has been read.
  it.each(groups)('the eight from $from on', async ({ from, pages }) => {
    const tabId = await tabAt(`/frames/empty.html?${from}`);
    const frames = pages.map(
      ({ name }) => `<iframe src="/ordinary/${name}" width="380" height="300"></iframe>`,
    );
    await world.tab.run(
      async ([html, last]) => {
        document.body.innerHTML = html!;
        const loaded = (frame: HTMLIFrameElement) => new Promise((resolve) => (frame.onload = resolve));
        await Promise.all([...document.querySelectorAll('iframe')].map(loaded));
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        for (const frame of document.querySelectorAll('iframe')) frame.contentDocument!.body.append(last!);
      },
      [frames.join(''), listedAddresses.tron],
    );
    await until('the last text of every frame', async () => {
      const shown = await world.extension.shown(tabId);
      return shown.filter(({ marked }) => marked.length > 0).length === pages.length;
    });
    const { addresses } = await world.extension.ask('tab.show', { tabId });
    expect(addresses.map(({ text }) => text)).toEqual([listedAddresses.tron]);
    for (const { marked, outlined } of await world.extension.shown(tabId)) {
      expect(marked.filter((text) => text !== listedAddresses.tron)).toEqual([]);
      expect(outlined).toBe(0);
    }
  });
});
