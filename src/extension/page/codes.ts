import { limits } from '../../core/limits.ts';
import { readLink } from './attributes.ts';
import { quietly, type Send } from './line.ts';
import { OnDemand } from './on-demand.ts';
import { PictureFinder } from './pictures.ts';
import type { Pictures } from './scripts.ts';

export interface CodesListener {
  /** What may be an address, in a code on this element. */
  found(text: string, element: Element): void;
  /** Whether something on the page looked like an address so far. */
  hasCandidates(): boolean;
}

/** Reads codes from the page's pictures, by a script that is loaded when one looks like a code (scripts.ts). */
export class Codes {
  private readonly send: Send;
  private readonly listener: CodesListener;
  private readonly reader = new OnDemand<Pictures>(() => this.load());
  private readonly finder: PictureFinder;
  /** What was read, of which picture: told again when the walker comes by again. */
  private readonly known = new Map<Element, { readonly src: string; readonly texts: readonly string[] }>();

  constructor(send: Send, listener: CodesListener) {
    this.send = send;
    this.listener = listener;
    this.finder = new PictureFinder({
      found: (element) => this.reader.use((reader) => void this.read(reader, element)),
      hasCandidates: () => listener.hasCandidates(),
    });
  }

  /** Takes note of an image, canvas or SVG. */
  see(element: Element): void {
    this.finder.see(element);
    this.tell(element);
  }

  /**
   * Reads a picture that the person asked about, by the address its element gives.
   *
   * @param answer the element, null when it is gone; and what may be addresses, null when there is no code to be read
   */
  ask(src: string, answer: (element: Element | null, texts: string[] | null) => void): void {
    this.reader.use(async (reader) => {
      const asked = await quietly(reader.ask(src));
      const texts = asked?.texts?.flatMap(readLink).slice(0, limits.textsPerCopy) ?? null;
      answer(asked?.element ?? null, texts);
    });
  }

  /** Reads every picture anew. */
  restart(): void {
    this.known.clear();
    this.finder.restart();
  }

  stop(): void {
    this.finder.stop();
    this.reader.forget();
    this.known.clear();
  }

  private async read(reader: Pictures, element: Element): Promise<void> {
    const texts = (await quietly(reader.read(element)))?.flatMap(readLink) ?? [];
    this.known.delete(element);
    if (texts.length === 0 || this.known.size >= limits.marks) return;
    this.known.set(element, { src: srcOf(element), texts });
    this.tell(element);
  }

  private tell(element: Element): void {
    const known = this.known.get(element);
    if (known?.src !== srcOf(element)) this.known.delete(element);
    else for (const text of known.texts) this.listener.found(text, element);
  }

  private async load(): Promise<Pictures> {
    await this.send('guard.load', { script: 'pictures' });
    return globalThis.baizePictures!(({ x, y, width, height }) =>
      this.send('guard.picture', { x, y, width, height }),
    );
  }
}

const srcOf = (element: Element): string => element.getAttribute('src') ?? '';
