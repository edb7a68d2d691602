import { limits } from '../../core/limits.ts';
import type { Lookalike, News, PageReply, Reply, Request } from '../messages.ts';
import { AddressBar, pageUrl } from './address-bar.ts';
import { Clipboard } from './clipboard.ts';
import { Codes } from './codes.ts';
import { endPage, show } from './first-page.ts';
import type { FirstQuestion } from './first-question.ts';
import { type Background, type GuardMessage, quietly } from './line.ts';
import { Lookup } from './lookup.ts';
import { type At, elementOf, type Place } from './place.ts';
import { isHidden, Sight } from './sight.ts';
import { Voice } from './voice.ts';
import { Walker } from './walker.ts';

/**
 * Watches over one page or frame: asks for the page's verdict, finds addresses, has looked up what it found, and lets
 * the voice say what there is to say.
 */
export class Guard {
  private readonly background: Background;
  private readonly isTop = self === top;
  private readonly send = this.ask.bind(this);
  private readonly bar = new AddressBar(() => void this.askForPage());
  private readonly voice = new Voice(this.send, this.isTop);
  private readonly sight = new Sight((text) => this.lookup.hasten(text));
  private readonly lookup: Lookup = new Lookup({
    isHidden,
    watch: (text, place) => this.sight.watch(text, place),
    ask: (texts) => this.send('guard.addresses', { texts }),
    listed: (listed, place) => this.voice.mark(listed, place),
    unlisted: (text) => this.voice.ready?.unlist(text),
    lookalike: (lookalike, place) => this.sayAlike(lookalike, 'page', elementOf(place)),
    answered: () => {
      this.voice.ready?.refresh();
      this.walker.resume();
    },
  });
  private readonly codes = new Codes(this.send, {
    found: (text, element) => {
      this.see(text, { element });
      void this.lookup.flush();
    },
    hasCandidates: () => this.lookup.some,
  });
  private readonly clipboard = new Clipboard({
    copied: (texts, at) => void this.copied(texts, at),
    pasted: (texts, at) => void this.pasted(texts, at),
  });
  private readonly walker: Walker;
  private readonly enders: (() => void)[] = [];
  private readonly stopper = new AbortController();
  private first: FirstQuestion | null;
  private listens = false;
  private question = 0;
  private retry: number = limits.retry;

  /** @param first what the page has asked already; null in a frame */
  constructor(background: Background, first: FirstQuestion | null) {
    this.background = background;
    this.first = first;
    const visitor = {
      opened: (node: Node) => this.voice.ready?.forget(node),
      found: (text: string, place: Place) => this.see(text, place),
      picture: (element: Element) => this.seePicture(element),
      ready: () => this.lookup.ready(),
      unmarked: () => this.voice.ready === null,
      rested: () => this.rested(),
      changed: () => this.changed(),
    };
    this.walker = new Walker(visitor, background.openShadow);
  }

  /** For a page or frame that is shown. */
  start(): void {
    if (this.isTop) {
      this.listen();
      this.bar.start();
    }
    const { signal } = this.stopper;
    // Out of the cache that `back` opens: the background has noted another page meanwhile.
    addEventListener('pageshow', ({ persisted }) => persisted && this.returned(), { signal });
    addEventListener('pagehide', () => this.voice.left(), { signal });
    this.clipboard.start();
    this.walker.start();
  }

  /** Only where there is something to hear of: a listener is not free, and a page may have a thousand frames. */
  private listen(): void {
    if (this.listens) return;
    this.listens = true;
    this.enders.push(this.background.onNews((news) => this.hear(news)));
  }

  private see(text: string, place: Place): void {
    this.listen();
    this.lookup.see(text, place);
  }

  private seePicture(element: Element): void {
    this.listen();
    this.codes.see(element);
  }

  /** The extension is gone, or another guard stands here for a newer one: this one takes back what it shows. */
  private stop(): void {
    for (const end of this.enders) end();
    this.stopper.abort();
    const { bar, walker, clipboard, codes, sight, voice } = this;
    for (const part of [bar, walker, clipboard, codes, sight, voice]) part.stop();
    this.lookup.forget();
  }

  private rested(): void {
    void this.lookup.flush();
    this.voice.ready?.refresh();
  }

  private changed(): boolean {
    if (!this.background.isThere()) {
      this.stop();
      return false;
    }
    if (this.isTop) this.bar.compare();
    this.voice.ready?.keep();
    return this.voice.ready !== null;
  }

  private hear(news: News): Promise<void> | undefined {
    if (news.baize === 'page') return this.askForPage();
    if (news.baize === 'changed') this.startAnew();
    else if (news.baize === 'frames') this.voice.frames(news.frames);
    else if (news.baize === 'cuts') this.voice.cuts(news.cuts);
    else if (news.baize === 'show') this.voice.ready?.showNext();
    else if (news.baize === 'picture') this.answerPicture(news.src);
    return undefined;
  }

  private returned(): void {
    this.startAnew();
    this.voice.returned();
  }

  private startAnew(): void {
    this.lookup.forget();
    this.codes.restart();
    this.walker.restart();
    if (this.isTop) void this.askForPage();
  }

  private async askForPage(): Promise<void> {
    this.question += 1;
    const { question } = this;
    try {
      const page = await this.pageReply();
      if (question !== this.question) return;
      this.voice.verdict(page);
      if (page.verdict === 'stop') {
        endPage();
        // The way to the stop page may be lost: then the page is still here, and whoever asks is sent again.
        this.askAgain(question);
        return;
      }
      show();
      this.retry = limits.retry;
    } catch {
      if (this.background.isThere()) this.askAgain(question);
    }
  }

  private askAgain(question: number): void {
    setTimeout(() => question === this.question && void this.askForPage(), this.retry);
    this.retry = Math.min(2 * this.retry, limits.longestRetry);
  }

  private pageReply(): Promise<PageReply> {
    const taken = this.first?.take();
    this.first = null;
    for (const news of taken?.news ?? []) this.hear(news);
    return taken?.page ?? this.send('guard.page', {});
  }

  private async copied(texts: string[], at: At): Promise<void> {
    const reply = await quietly(this.send('guard.copied', { texts }));
    for (const listed of reply?.listed ?? []) this.voice.say({ kind: 'copied', listed }, at);
  }

  private async pasted(texts: string[], at: At): Promise<void> {
    const reply = await quietly(this.send('guard.pasted', { texts }));
    for (const listed of reply?.listed ?? []) this.voice.say({ kind: 'pasted', listed }, at);
    for (const lookalike of reply?.lookalikes ?? []) this.sayAlike(lookalike, 'paste', at);
    if (reply?.swap) this.voice.say({ kind: 'swapped', ...reply.swap }, at);
  }

  private sayAlike(lookalike: Lookalike, by: 'page' | 'paste', at: At): void {
    this.voice.say({ kind: 'lookalike', by, lookalike }, at);
  }

  /** The person asked, so there is an answer whatever the picture holds. */
  private answerPicture(src: string): void {
    this.codes.ask(src, async (element, texts) => {
      const reply = await quietly(this.send('guard.addresses', { texts: texts ?? [] }));
      // Nobody looked them up: then nothing can be said of them.
      if (reply === null) return;
      const findings = new Map(reply.listed.map(({ text, finding }) => [text, finding]));
      const found = texts?.map((text) => ({ text, finding: findings.get(text) ?? null })) ?? null;
      this.voice.say({ kind: 'picture', found }, element);
    });
  }

  private async ask<N extends GuardMessage>(name: N, request: Omit<Request<N>, 'url'>): Promise<Reply<N>> {
    try {
      return await this.background.send(name, { url: pageUrl(), ...request } as Request<N>);
    } catch (error) {
      if (!this.background.isThere()) this.stop();
      throw error;
    }
  }
}
