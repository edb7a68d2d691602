import { readPart } from '../../../src/extension/background/cut.ts';
import { pictures } from '../../../src/extension/page/pictures/pictures.ts';
import { PictureFinder } from '../../../src/extension/page/pictures.ts';
import type { WindowPart } from '../../../src/extension/page/scripts.ts';

/** What the test can say and see in the guard's world. */
export interface PlayedPictures {
  /** Whether the page showed something like an address. */
  hasCandidates: boolean;
  /** Ids of what looked like a code, in order, and what was read from each. */
  found: string[];
  read: { id: string; texts: readonly string[] | null }[];
  asked: { id: string | null; texts: readonly string[] | null } | null;
  /** How often the screen was asked for. */
  screens: number;
  see(id: string): void;
  restart(): void;
  ask(src: string): Promise<void>;
}

declare global {
  var playedPictures: PlayedPictures;
  /** Set by the test: asks it for the window as it is shown. */
  var captureWindow: ((nothing: string) => void) | undefined;
  var captured: (png: string) => void;
}

const screen = async ({ x, y, width, height }: WindowPart): Promise<readonly string[] | null> => {
  playedPictures.screens += 1;
  const png = await new Promise<string>((done) => {
    globalThis.captured = done;
    globalThis.captureWindow?.('');
  });
  const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
  return readPart(await createImageBitmap(new Blob([bytes])), { x, y, width, height });
};

const reader = pictures(screen);
const finder = new PictureFinder({
  async found(element) {
    playedPictures.found.push(element.id);
    playedPictures.read.push({ id: element.id, texts: await reader.read(element) });
  },
  hasCandidates: () => playedPictures.hasCandidates,
});

globalThis.playedPictures = {
  ...{ hasCandidates: false, found: [], read: [], asked: null, screens: 0 },
  see: (id) => finder.see(document.getElementById(id)!),
  restart() {
    finder.restart();
    seeAll();
  },
  async ask(src) {
    const { element, texts } = await reader.ask(src);
    playedPictures.asked = { id: element?.id ?? null, texts };
  },
};

function seeAll(): void {
  for (const element of document.querySelectorAll('img, canvas, svg')) finder.see(element);
}

addEventListener('load', seeAll);
