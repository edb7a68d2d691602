import type {
  Listed,
  Lookalike,
  News,
  PageReply,
  Replies,
  Reply,
  Request,
} from '../../../src/extension/messages.ts';
import { askFirst, type FirstQuestion } from '../../../src/extension/page/first-question.ts';
import { Guard } from '../../../src/extension/page/guard.ts';
import { whenPromising } from '../../../src/extension/page/idle-frame.ts';
import type { Background, GuardMessage } from '../../../src/extension/page/line.ts';
import type { Place } from '../../../src/extension/page/place.ts';
import type { Callout, Surroundings, Warning } from '../../../src/extension/page/scripts.ts';
import { whenDrawn, whenShown } from '../../../src/extension/page/shown.ts';

/**
 * What a test plays: the background's answers, and a warning that writes down what it is told instead of showing it.
 * Everything else is the guard itself, in a world of its own.
 */
export interface Played {
  page: PageReply;
  listed: Listed[];
  lookalikes: Lookalike[];
  swap: Replies['guard.pasted']['swap'];
  gone: boolean;
  /** Whether the page had been drawn when the guard began; null before. */
  drawn: boolean | null;
  /** How often the warning can not be loaded. */
  fails: number;
  /** Milliseconds until the next answer comes. */
  delay: number;
  calls: { name: GuardMessage; request: Request<'guard.page'> & { texts?: string[] } }[];
  told: {
    verdicts: string[];
    said: [Callout, string][];
    frames: number;
    cuts: number;
    shown: number;
    refreshed: number;
  };
  marks: { text: string; place: Place }[];
  /** Where the marks stand: `text` in what element, or the element itself; only those that are still there. */
  marked: () => string[];
  news: (news: News) => void;
  surroundings: Surroundings | null;
}

declare global {
  var played: Played;
}

played.marked = () => played.marks.filter(({ text, place }) => stands(text, place)).map(described);

const listeners = new Set<(news: News) => unknown>();
played.news = (news) => {
  for (const listener of listeners) listener(news);
};

const background: Background = {
  async send(name, request) {
    played.calls.push({ name, request });
    if (played.gone) throw new Error('Extension context invalidated.');
    await new Promise((done) => setTimeout(done, played.delay));
    return answers[name](request as never) as Reply<typeof name>;
  },
  onNews(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isThere: () => !played.gone,
  openShadow: (element) => element.shadowRoot,
};

/** As entrypoints/guard.ts does, at the end of this file. */
function begin(first: FirstQuestion | null): void {
  played.drawn = document.documentElement.dataset.drawn !== undefined;
  new Guard(background, first).start();
}
const promised = () => whenPromising(() => begin(null));

const answers: { [N in GuardMessage]: (request: Request<N>) => Reply<N> } = {
  'guard.page': () => played.page,
  'guard.addresses': ({ texts }) => known(texts),
  'guard.copied': ({ texts }) => known(texts),
  'guard.pasted': ({ texts }) => ({ ...known(texts), swap: played.swap }),
  'guard.marked': () => null,
  'guard.show': () => null,
  'guard.load': () => {
    played.fails -= 1;
    if (played.fails >= 0) throw new Error('The page is not there any more.');
    globalThis.baizeWarning = warning;
    return { language: 'en' };
  },
  'guard.picture': () => null,
  'guard.entry': () => null,
};

function known(texts: readonly string[]) {
  const isKnown = ({ text }: { text: string }) => texts.includes(text);
  return { listed: played.listed.filter(isKnown), lookalikes: played.lookalikes.filter(isKnown) };
}

function warning(surroundings: Surroundings): Warning {
  played.surroundings = surroundings;
  return {
    mark: ({ text }, place) => {
      const isKnown = (mark: { text: string; place: Place }) => mark.text === text && same(mark.place, place);
      if (!played.marks.some(isKnown)) played.marks.push({ text, place });
    },
    forget: (node) => drop(({ place }) => nodesOf(place).includes(node)),
    unlist: (gone) => drop(({ text }) => text === gone),
    verdict: ({ verdict }) => played.told.verdicts.push(verdict),
    frames: (frames) => {
      played.told.frames = frames.length;
    },
    cuts: (cuts) => {
      played.told.cuts = cuts.length;
    },
    say: (callout, at) => played.told.said.push([callout, at instanceof Element ? at.localName : '']),
    showNext: () => {
      played.told.shown += 1;
    },
    refresh: () => {
      played.told.refreshed += 1;
    },
    keep: () => {},
    end: () => drop(() => true),
  };
}

function drop(gone: (mark: Played['marks'][number]) => boolean): void {
  played.marks = played.marks.filter((mark) => !gone(mark));
}

const nodesOf = (place: Place): Node[] => ('element' in place ? [place.element] : [place.start, place.end]);

const same = (a: Place, b: Place) =>
  Object.entries(a).every(([name, value]) => b[name as keyof Place] === value);

function textAt(place: Place): string {
  if ('element' in place || place.from > place.start.length || place.to > place.end.length) return '';
  const range = document.createRange();
  range.setStart(place.start, place.from);
  range.setEnd(place.end, place.to);
  return String(range).replaceAll(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
}

function stands(text: string, place: Place): boolean {
  const isThere = nodesOf(place).every((node) => node.isConnected);
  return isThere && ('element' in place || textAt(place) === text);
}

function described({ text, place }: Played['marks'][number]): string {
  return 'element' in place ? `${place.element.localName}: ${text}` : text;
}

if (self === top) {
  const first = askFirst(background);
  whenDrawn(() => begin(first));
} else whenShown(promised);
