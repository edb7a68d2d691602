import { limits } from '../../core/limits.ts';
import type { Finding, PageReply, Reply, Request } from '../messages.ts';
import { AddressBar } from './address-bar.ts';
import { Banner } from './banner.ts';
import { Lookup } from './lookup.ts';
import { Marks } from './marks.ts';
import { noticeOf } from './notice.ts';
import { Walker } from './walker.ts';

type GuardMessage = 'guard.page' | 'guard.addresses';

/** The guard's door to the background. */
export interface Background {
  send<N extends GuardMessage>(name: N, request: Request<N>): Promise<Reply<N>>;
  /** Calls back when the list has changed; returns how to stop that. */
  onListChanged(listener: () => void): () => void;
  /** False once the extension was updated or removed and nobody answers any more. */
  isThere(): boolean;
}

/** Watches over one page: asks for its verdict, finds addresses, marks listed ones, and says so in one banner. */
export class Guard {
  private readonly background: Background;
  private readonly bar = new AddressBar(() => void this.askForPage());
  private readonly marks = new Marks();
  private readonly banner = new Banner({
    // Away for certain: a page can fill the history with itself, and `back` would stay.
    leave: () => location.replace('about:blank'),
    show: () => this.marks.showNext(),
  });
  private readonly lookup = new Lookup({
    ask: (keys) => this.ask(keys),
    listed: (finding, place) => this.marks.add(finding, place),
    unlisted: (key) => this.marks.drop(key),
    answered: () => {
      this.refresh();
      this.walker.resume();
    },
  });
  private readonly walker: Walker = new Walker({
    opened: (node) => this.marks.forget(node),
    found: (node, { key, offset, text }) => this.lookup.see(key, { node, offset, text }),
    ready: () => this.lookup.ready(),
    rested: () => {
      void this.lookup.flush();
      this.refresh();
    },
    changed: () => {
      this.bar.compare();
      this.banner.keep();
    },
  });
  private page: PageReply | null = null;
  private question = 0;
  private retry: number = limits.retry;
  private lookingAgain = false;
  private deafen: (() => void) | null = null;

  constructor(background: Background) {
    this.background = background;
  }

  start(): void {
    this.deafen = this.background.onListChanged(() => this.startAnew());
    this.bar.start();
    this.walker.start();
  }

  private startAnew(): void {
    this.lookup.forget();
    this.walker.restart();
    void this.askForPage();
  }

  /** Stops quietly; a banner that stands still tells the truth and stays. */
  private stop(): void {
    this.deafen?.();
    this.bar.stop();
    this.walker.stop();
    this.lookup.forget();
  }

  private async askForPage(): Promise<void> {
    this.question += 1;
    const { question } = this;
    try {
      const page = await this.background.send('guard.page', { url: this.url });
      if (question !== this.question) return;
      this.page = page;
      this.retry = limits.retry;
      this.refresh();
    } catch {
      if (!this.background.isThere()) return this.stop();
      setTimeout(() => question === this.question && void this.askForPage(), this.retry);
      this.retry = Math.min(2 * this.retry, limits.longestRetry);
    }
  }

  private async ask(keys: string[]): Promise<readonly Finding[]> {
    try {
      return (await this.background.send('guard.addresses', { url: this.url, keys })).findings;
    } catch (error) {
      if (!this.background.isThere()) this.stop();
      throw error;
    }
  }

  // What is over the bound is query or a path that no list may name.
  private get url(): string {
    return this.bar.url.slice(0, limits.urlLength);
  }

  /** Brings marks and banner in line with the page as it is. */
  private refresh(): void {
    this.marks.prune();
    const { findings, someHidden } = this.marks.survey();
    if (this.page !== null) this.banner.show(noticeOf({ page: this.page, listed: findings }));
    if (this.lookingAgain || !someHidden) return;
    this.lookingAgain = true;
    setTimeout(() => {
      this.lookingAgain = false;
      this.refresh();
    }, limits.hiddenMarksInterval);
  }
}
