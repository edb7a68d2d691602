import { limits } from '../../core/limits.ts';
import type { guardMessages, Listed, Lookalike, News, PageReply, Reply, Request } from '../messages.ts';
import { AddressBar } from './address-bar.ts';
import { readLink } from './attributes.ts';
import { Clipboard } from './clipboard.ts';
import { kindOf } from './element-kinds.ts';
import { Lookup } from './lookup.ts';
import { OnDemand } from './on-demand.ts';
import { PictureFinder } from './pictures.ts';
import type { Place } from './place.ts';
import type { Callout, Pictures, Read, Warning } from './scripts.ts';
import type { OpenShadow } from './shadows.ts';
import { whenShown } from './shown.ts';
import { Walker } from './walker.ts';

export type GuardMessage = keyof typeof guardMessages;

/** The guard's door to the browser. */
export interface Background {
  send<N extends GuardMessage>(name: N, request: Request<N>): Promise<Reply<N>>;
  /** Calls back with what the background says; returns how to stop that. */
  onNews(listener: (news: News) => void): () => void;
  /** False once the extension was updated or removed and nobody answers any more. */
  isThere(): boolean;
  readonly openShadow: OpenShadow;
}

type At = Element | DOMRectReadOnly | null;

/**
 * Watches over one page or frame: asks for the page's verdict, finds addresses, and has looked up what it found. It
 * shows nothing itself: what there is to say is left to a script that is loaded when it is needed (scripts.ts).
 */
export class Guard {
  private readonly background: Background;
  private readonly isTop = self === top;
  private readonly bar = new AddressBar(() => void this.askForPage());
  private readonly warning = new OnDemand<Warning>(() => this.loadWarning());
  private readonly codes = new OnDemand<Pictures>(() => this.loadPictures());
  private readonly lookup: Lookup = new Lookup({
    ask: (texts) => this.send('guard.addresses', { texts }),
    listed: (listed, place) => this.mark(listed, place),
    unlisted: (text) => this.warning.ready?.unlist(text),
    lookalike: (lookalike, place) => this.sayAlike(lookalike, 'page', elementOf(place)),
    answered: () => {
      this.warning.ready?.refresh();
      this.walker.resume();
    },
  });
  private readonly pictures = new PictureFinder({
    found: (element) => this.codes.use((codes) => void this.readPicture(codes, element)),
    hasCandidates: () => this.lookup.some,
  });
  private readonly clipboard = new Clipboard({
    copied: (texts, at) => void this.copied(texts, at),
    pasted: (texts, at) => void this.pasted(texts, at),
  });
  private readonly walker: Walker;
  private readonly enders: (() => void)[] = [];
  private page: PageReply | null = null;
  private inFrames: (News & { baize: 'frames' })['frames'] = [];
  private question = 0;
  private retry: number = limits.retry;

  constructor(background: Background) {
    this.background = background;
    this.walker = new Walker(
      {
        opened: (node) => this.warning.ready?.forget(node),
        found: (text, place) => this.lookup.see(text, place),
        picture: (element) => this.pictures.see(element),
        ready: () => this.lookup.ready(),
        rested: () => {
          void this.lookup.flush();
          this.warning.ready?.refresh();
        },
        changed: () => {
          if (this.isTop) this.bar.compare();
          this.warning.ready?.keep();
          return this.warning.ready !== null;
        },
      },
      background.openShadow,
    );
  }

  start(): void {
    if (this.isTop) this.bar.start();
    this.enders.push(whenShown(() => this.watch()));
  }

  /** A frame that is never shown does not get here. */
  private watch(): void {
    this.enders.push(this.background.onNews((news) => this.hear(news)));
    this.clipboard.start();
    this.walker.start();
  }

  /** Stops quietly; a banner that stands still tells the truth and stays. */
  private stop(): void {
    for (const end of this.enders) end();
    this.bar.stop();
    this.walker.stop();
    this.clipboard.stop();
    this.pictures.stop();
    this.lookup.forget();
    this.warning.forget();
    this.codes.forget();
  }

  private hear(news: News): void {
    if (news.baize === 'changed') this.startAnew();
    else if (news.baize === 'frames') this.showFrames(news.frames);
    else if (news.baize === 'show') this.warning.use((warning) => warning.showNext());
    else if (news.baize === 'picture') this.codes.use((codes) => void this.askPicture(codes, news.src));
  }

  private startAnew(): void {
    this.lookup.forget();
    this.pictures.restart();
    this.walker.restart();
    if (this.isTop) void this.askForPage();
  }

  private async askForPage(): Promise<void> {
    this.question += 1;
    const { question } = this;
    try {
      const page = await this.send('guard.page', {});
      if (question === this.question) this.showVerdict(page);
    } catch {
      if (!this.background.isThere()) return;
      setTimeout(() => question === this.question && void this.askForPage(), this.retry);
      this.retry = Math.min(2 * this.retry, limits.longestRetry);
    }
  }

  private showVerdict(page: PageReply): void {
    this.page = page;
    this.retry = limits.retry;
    this.warning.ready?.verdict(page);
    if (page.verdict === 'caution' || page.verdict === 'proceeded') this.warning.want();
  }

  private showFrames(frames: typeof this.inFrames): void {
    this.inFrames = frames;
    this.warning.ready?.frames(frames);
    if (frames.some(({ listed }) => listed.length > 0)) this.warning.want();
  }

  private mark(listed: Listed, place: Place): void {
    // Where a text says it as well, the text is marked.
    if ('element' in place && isWritten(listed.text, place.element)) return;
    this.warning.use((warning) => warning.mark(listed, place));
  }

  private async copied(texts: string[], at: At): Promise<void> {
    const reply = await this.quietly(this.send('guard.copied', { texts }));
    for (const listed of reply?.listed ?? []) this.say({ kind: 'copied', listed }, at);
  }

  private async pasted(texts: string[], at: At): Promise<void> {
    const reply = await this.quietly(this.send('guard.pasted', { texts }));
    for (const listed of reply?.listed ?? []) this.say({ kind: 'pasted', listed }, at);
    for (const lookalike of reply?.lookalikes ?? []) this.sayAlike(lookalike, 'paste', at);
    if (reply?.swap) this.say({ kind: 'swapped', ...reply.swap }, at);
  }

  private sayAlike(lookalike: Lookalike, by: 'page' | 'paste', at: At): void {
    this.say({ kind: 'lookalike', by, lookalike }, at);
  }

  private say(callout: Callout, at: At): void {
    this.warning.use((warning) => warning.say(callout, at));
  }

  private async readPicture(codes: Pictures, element: Element): Promise<void> {
    const texts = await this.quietly(codes.read(element));
    for (const text of texts ?? []) {
      for (const address of readLink(text)) this.lookup.see(address, { element });
    }
    void this.lookup.flush();
  }

  /** The person asked, so there is an answer whatever it is. */
  private async askPicture(codes: Pictures, src: string): Promise<void> {
    const asked = await this.quietly(codes.ask(src));
    const texts = asked?.texts?.flatMap(readLink).slice(0, limits.textsPerCopy) ?? null;
    const found = texts && (await this.quietly(this.read(texts)));
    this.say({ kind: 'picture', found }, asked?.element ?? null);
  }

  private async read(texts: string[]): Promise<Read[]> {
    const { listed } = await this.send('guard.addresses', { texts });
    const findings = new Map(listed.map(({ text, finding }) => [text, finding]));
    return texts.map((text) => ({ text, finding: findings.get(text) ?? null }));
  }

  private async loadWarning(): Promise<Warning> {
    const { language } = await this.send('guard.load', { script: 'warning' });
    const warning = globalThis.baizeWarning!({
      language,
      isTop: this.isTop,
      // Away for certain: a page can fill the history with itself, and `back` would stay.
      leave: () => location.replace('about:blank'),
      showInFrame: (frame) => void this.quietly(this.send('guard.show', { frame })),
      marked: (listed) => this.tellMarked(listed),
    });
    if (this.page !== null) warning.verdict(this.page);
    if (this.inFrames.length > 0) warning.frames(this.inFrames);
    return warning;
  }

  private async loadPictures(): Promise<Pictures> {
    await this.send('guard.load', { script: 'pictures' });
    return globalThis.baizePictures!(({ x, y, width, height }) =>
      this.send('guard.picture', { x, y, width, height }),
    );
  }

  private tellMarked(listed: readonly Listed[]): void {
    const texts = listed.slice(0, limits.textsPerFrame).map(({ text }) => text);
    if (!this.isTop) void this.quietly(this.send('guard.marked', { texts }));
  }

  /** Asks the background, for this page or frame. */
  private async send<N extends GuardMessage>(name: N, request: Omit<Request<N>, 'url'>): Promise<Reply<N>> {
    // What is over the bound is query or a path that no list may name.
    const url = this.bar.url.slice(0, limits.urlLength);
    try {
      return await this.background.send(name, { url, ...request } as Request<N>);
    } catch (error) {
      if (!this.background.isThere()) this.stop();
      throw error;
    }
  }

  /** Nothing when it fails: it was about a moment that has passed. */
  private async quietly<T>(reply: Promise<T>): Promise<T | null> {
    return reply.catch(() => null);
  }
}

function elementOf(place: Place): Element | null {
  return 'element' in place ? place.element : place.start.parentElement;
}

/** Whether one of the first texts in an element shows this text. */
function isWritten(text: string, element: Element): boolean {
  if (kindOf(element.localName).isField) return false;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let i = 0; i < limits.touchingTexts; i += 1) {
    const node = walker.nextNode() as Text | null;
    if (node === null) return false;
    if (node.length < limits.scanLength && node.data.includes(text)) return true;
  }
  return false;
}
