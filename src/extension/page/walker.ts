import { limits } from '../../core/limits.ts';
import { type Candidate, scan } from './scanner.ts';

/** Elements whose text is never shown as text of the page. */
const silent = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'textarea',
  'title',
  'iframe',
  'noframes',
]);

interface Reading {
  readonly node: Text;
  readonly text: string;
  from: number;
}

/** What the walker tells, and asks before it goes on. */
export interface Visitor {
  /** A text is about to be read, for the first time or anew. */
  opened(node: Text): void;
  /** What may be an address, in that text. */
  found(node: Text, candidate: Candidate): void;
  /** Whether more candidates can be taken; after a "no", `resume` goes on. */
  ready(): boolean;
  /** A slice of work is over. */
  rested(): void;
  /** The page changed: called at once, so it has to be quick. */
  changed(): void;
}

/**
 * Reads all text of a page, and what comes later.
 *
 * Nothing is queued: a change in the page only makes it walk again, past every text it has read already, so neither
 * deep nesting nor text added without end makes a walk longer than the page. A `NodeIterator` is what the DOM keeps
 * valid while nodes come and go around it.
 */
export class Walker {
  private readonly visitor: Visitor;
  private readonly observer = new MutationObserver((records) => this.noticed(records));
  private seen = new WeakSet<Node>();
  private iterator: NodeIterator | null = null;
  private reading: Reading | null = null;
  private again = true;
  private planned = false;
  private stopped = false;
  private restUntil = 0;

  constructor(visitor: Visitor) {
    this.visitor = visitor;
  }

  start(): void {
    this.observer.observe(document, { childList: true, characterData: true, subtree: true });
    document.addEventListener('visibilitychange', this.resume);
    this.resume();
  }

  /** Reads every text anew. */
  restart(): void {
    this.seen = new WeakSet();
    this.iterator = null;
    this.reading = null;
    this.again = true;
    this.resume();
  }

  stop(): void {
    this.stopped = true;
    this.observer.disconnect();
    document.removeEventListener('visibilitychange', this.resume);
  }

  /** Goes on after a rest, unless there is nothing to do, the page is hidden, or the next slice is planned. */
  readonly resume = (): void => {
    const idle = !this.again && this.iterator === null;
    if (this.planned || this.stopped || idle || document.hidden) return;
    this.planned = true;
    setTimeout(
      () => requestIdleCallback(this.slice, { timeout: limits.walkRest }),
      Math.max(0, this.restUntil - performance.now()),
    );
  };

  private readonly slice = (): void => {
    this.planned = false;
    if (this.stopped || document.hidden) return;
    const start = performance.now();
    let more = true;
    while (more && performance.now() - start < limits.sliceTime) more = this.step();
    const now = performance.now();
    this.restUntil =
      now + Math.max((now - start) * limits.sliceRest, this.iterator === null ? limits.walkRest : 0);
    this.visitor.rested();
    if (this.visitor.ready()) this.resume();
  };

  /** One text, or one piece of a long one. False when there is nothing more to do for now. */
  private step(): boolean {
    if (!this.visitor.ready()) return false;
    if (this.reading === null && !this.next()) return false;
    if (this.reading !== null) this.readPiece(this.reading);
    return true;
  }

  private readPiece(reading: Reading): void {
    const { node, text, from } = reading;
    const to = Math.min(from + limits.scanLength, text.length);
    for (const candidate of scan(text, from, to)) this.visitor.found(node, candidate);
    reading.from = to;
    if (to === text.length) this.reading = null;
  }

  /** Moves on to the next text; false at the end of a walk. */
  private next(): boolean {
    if (this.iterator === null) {
      if (!this.again) return false;
      this.again = false;
      this.iterator = document.createNodeIterator(document, NodeFilter.SHOW_TEXT);
    }
    const node = this.iterator.nextNode();
    if (node === null) {
      this.iterator = null;
      return false;
    }
    if (!this.seen.has(node)) this.open(node as Text);
    return true;
  }

  private open(node: Text): void {
    this.seen.add(node);
    if (silent.has(node.parentElement?.localName ?? '')) return;
    const text = node.data;
    this.visitor.opened(node);
    if (text.length > 0) this.reading = { node, text, from: 0 };
  }

  private noticed(records: readonly MutationRecord[]): void {
    for (const { type, target } of records) {
      if (type === 'characterData') this.seen.delete(target);
    }
    this.again = true;
    this.visitor.changed();
    this.resume();
  }
}
