import { limits } from '../../core/limits.ts';
import type { Cut, FrameMarks, Listed, PageReply } from '../messages.ts';
import { kindOf } from './element-kinds.ts';
import { quietly, type Send } from './line.ts';
import { OnDemand } from './on-demand.ts';
import type { At, Place } from './place.ts';
import type { Callout, Warning } from './scripts.ts';

/** Says what there is to say, by a script that is loaded when there is something (scripts.ts). */
export class Voice {
  private readonly send: Send;
  private readonly isTop: boolean;
  private readonly warning = new OnDemand<Warning>(() => this.load());
  private page: PageReply | null = null;
  private inFrames: readonly FrameMarks[] = [];
  private keptOut: readonly Cut[] = [];
  /** What this frame has told its page that it marks. */
  private marked: readonly string[] = [];

  constructor(send: Send, isTop: boolean) {
    this.send = send;
    this.isTop = isTop;
  }

  /** What stands on the page already; null while nothing does. */
  get ready(): Warning | null {
    return this.warning.ready;
  }

  verdict(page: PageReply): void {
    this.page = page;
    this.ready?.verdict(page);
    if (page.verdict === 'caution' || page.verdict === 'proceeded') this.warning.want();
  }

  frames(frames: readonly FrameMarks[]): void {
    this.inFrames = frames;
    this.ready?.frames(frames);
    if (frames.some(({ listed }) => listed.length > 0)) this.warning.want();
  }

  cuts(cuts: readonly Cut[]): void {
    this.keptOut = cuts;
    this.ready?.cuts(cuts);
    this.warning.want();
  }

  mark(listed: Listed, place: Place): void {
    // Where a text says it as well, the text is marked.
    if ('element' in place && isWritten(listed.text, place.element)) return;
    this.warning.use((warning) => warning.mark(listed, place));
  }

  say(callout: Callout, at: At): void {
    this.warning.use((warning) => warning.say(callout, at));
  }

  /** The frame goes, perhaps into the cache that `back` opens: it marks nothing that the page could show. */
  left(): void {
    if (this.marked.length > 0) this.tell([]);
  }

  /** The frame is back. */
  returned(): void {
    if (this.marked.length > 0) this.tell(this.marked);
  }

  stop(): void {
    this.ready?.end();
    this.warning.forget();
  }

  private async load(): Promise<Warning> {
    const { language } = await this.send('guard.load', { script: 'warning' });
    const warning = globalThis.baizeWarning!({
      language,
      isTop: this.isTop,
      // Away for certain: a page can fill the history with itself, and `back` would stay.
      leave: () => location.replace('about:blank'),
      showInFrame: (frame) => void quietly(this.send('guard.show', { frame })),
      openEntry: ({ key, feed }) => void quietly(this.send('guard.entry', { key, feed })),
      marked: (listed) => this.tellMarked(listed),
    });
    if (this.page !== null) warning.verdict(this.page);
    if (this.keptOut.length > 0) warning.cuts(this.keptOut);
    if (this.inFrames.length > 0) warning.frames(this.inFrames);
    return warning;
  }

  private tellMarked(listed: readonly Listed[]): void {
    if (this.isTop) return;
    this.marked = listed.slice(0, limits.textsPerFrame).map(({ text }) => text);
    this.tell(this.marked);
  }

  private tell(texts: readonly string[]): void {
    void quietly(this.send('guard.marked', { texts: [...texts] }));
  }
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
