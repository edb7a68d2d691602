import { type Candidate, hasRun, SHORTEST, scan } from '../../chains/scanner.ts';
import { limits } from '../../core/limits.ts';
import { readAttributes, watchedAttributes } from './attributes.ts';
import { Budget } from './budget.ts';
import { Changes } from './changes.ts';
import { kindOf } from './element-kinds.ts';
import { Fields } from './fields.ts';
import { InWindow } from './in-window.ts';
import { textsAfter, textsBefore } from './neighbours.ts';
import { isDocument, isElement, isText } from './nodes.ts';
import type { Place } from './place.ts';
import { type OpenShadow, Shadows } from './shadows.ts';
import { Texts } from './texts.ts';
import { type Spot, Tour } from './tour.ts';

/** What the walker tells, and asks before it goes on. */
export interface Visitor {
  /** A text or an element is about to be read, for the first time or anew. */
  opened(node: Node): void;
  /** What may be an address, and where it stands. */
  found(text: string, place: Place): void;
  /** An image, canvas or SVG, for the first time or anew. */
  picture(element: Element): void;
  /** Whether more candidates can be taken; after a "no", `resume` goes on. */
  ready(): boolean;
  /** Whether nothing is marked yet, so that `opened` may be left out where nothing is found. */
  unmarked(): boolean;
  /** A slice of work is over. */
  rested(): void;
  /** The page changed: called at once, so it has to be quick. @returns whether to call `rested`, whatever changed */
  changed(): boolean;
}

/** A text of the page, or what an input holds. */
interface Reading {
  readonly text: string;
  from: number;
  place(candidate: Candidate): Place;
}

/** What is being read, and how far. */
interface Work {
  readonly tour: Tour | null;
  readonly reading: Reading | null;
  readonly texts: Texts;
}

/** Nodes between two looks at the clock, and characters that take no longer than a node. */
const STEPS = 16;
const FEW = 4_096;
/**
 * Nodes to read before texts are skimmed again after that was in vain, each time twice as many; one more for so many
 * characters. Passing over fewer characters than the last saves nothing.
 */
const SKIM_REST = 8;
const LONGEST_SKIM_REST = 512;
const SKIMMED_PER_NODE = 1_024;
const WORTH_SKIMMING = 128;

const watched: MutationObserverInit = {
  childList: true,
  characterData: true,
  subtree: true,
  attributes: true,
  attributeFilter: watchedAttributes,
};

/**
 * Reads a page, and what comes later: texts, attributes, inputs, shadow trees.
 *
 * All of it is read once; then what changed, of which a bounded number waits. A page that changes faster than that is
 * no longer listened to, but read whole after a rest that grows. So neither deep nesting nor text added without end
 * makes work that piles up, and the budget bounds the time it takes.
 */
export class Walker {
  private readonly visitor: Visitor;
  private readonly observer = new MutationObserver((records) => this.noticed(records));
  private readonly budget = new Budget();
  private readonly changes = new Changes();
  private readonly fields = new Fields();
  private readonly shadows: Shadows;
  private readonly inWindow = new InWindow();
  private texts: Texts;
  private tour: Tour | null = null;
  private reading: Reading | null = null;
  /** What stands in the window and is read first, and the work that was put aside for it. */
  private spots: Spot[] = [];
  private aside: Work | null = null;
  /** Whether the whole page is to be read, not before when, and how long to rest before the next time. */
  private again = true;
  private againFrom = 0;
  private walkRest = 0;
  private owesRest = false;
  /** Nodes to read until texts may be skimmed, and how many after the next time that is in vain. */
  private untilSkim = 0;
  private skimRest = SKIM_REST;
  private planned = false;
  private stopped = false;
  private restUntil = 0;
  private quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(visitor: Visitor, openShadow: OpenShadow) {
    this.visitor = visitor;
    this.shadows = new Shadows(openShadow);
    this.texts = this.newTexts();
  }

  private newTexts(): Texts {
    return new Texts((text, place) => this.visitor.found(text, place));
  }

  start(): void {
    for (const name of ['input', 'change']) document.addEventListener(name, this.typed, true);
    document.addEventListener('visibilitychange', this.resume);
    this.resume();
  }

  /** Reads all of it anew. */
  restart(): void {
    this.tour = null;
    this.reading = null;
    this.spots = [];
    this.aside = null;
    this.texts.separate();
    this.readAll(0);
    this.resume();
  }

  stop(): void {
    this.stopped = true;
    this.observer.disconnect();
    clearTimeout(this.quiet);
    document.removeEventListener('visibilitychange', this.resume);
    for (const name of ['input', 'change']) document.removeEventListener(name, this.typed, true);
  }

  /** Goes on after a rest, unless there is nothing to do, the page is hidden, or the next slice is planned. */
  readonly resume = (): void => {
    if (this.planned || this.stopped || document.hidden) return;
    this.watchQuietly();
    const isBusy = this.tour !== null || this.aside !== null || this.changes.some || this.owesRest;
    if (!isBusy && !this.again) return;
    this.planned = true;
    const from = isBusy ? this.restUntil : Math.max(this.restUntil, this.againFrom);
    const plan = () => requestIdleCallback(this.slice, { timeout: limits.walkRest });
    setTimeout(plan, Math.max(0, from - performance.now()));
  };

  private readonly slice = (): void => {
    this.planned = false;
    if (this.stopped || document.hidden) return;
    const start = performance.now();
    for (const tour of [this.tour, this.aside?.tour])
      for (const root of tour?.takeLost() ?? []) this.changes.noteTree(root);
    let more = true;
    while (more && performance.now() - start < limits.sliceTime) more = this.steps();
    this.owesRest = false;
    this.visitor.rested();
    const now = performance.now();
    const rest = this.budget.spend(now - start);
    if (more && rest > 0) this.putAside();
    this.restUntil = now + Math.max(rest, more ? 0 : limits.walkRest);
    if (this.visitor.ready()) this.resume();
  };

  /** A few steps, since asking for the time takes as long as one. */
  private steps(): boolean {
    for (let i = 0; i < STEPS; i += 1) {
      if (!this.step()) return false;
      if (this.reading !== null) return true;
    }
    return true;
  }

  /** One node, or one part of a long text. False when there is nothing more to do for now. */
  private step(): boolean {
    if (!this.visitor.ready()) return false;
    if (this.reading !== null) this.readPart(this.reading);
    else if (this.tour !== null) this.visit(this.tour);
    else return this.depart();
    return true;
  }

  /**
   * This page takes more than its first burst: what stands in the window is read before the rest, whatever stands before
   * it in the document.
   */
  private putAside(): void {
    if (this.aside !== null) return;
    this.spots = this.inWindow.entered();
    if (this.spots.length === 0) return;
    const { tour, reading, texts } = this;
    this.aside = { tour, reading, texts };
    this.tour = null;
    this.reading = null;
    this.texts = this.newTexts();
  }

  /** Goes on with what was put aside when all that came before it is read. */
  private takeUp({ tour, reading, texts }: Work): void {
    this.aside = null;
    this.tour = tour;
    this.reading = reading;
    this.texts = texts;
  }

  private depart(): boolean {
    if (this.aside !== null) {
      const spot = this.spots.shift();
      if (spot === undefined) this.takeUp(this.aside);
      else if (spot.root.isConnected) this.setOut(spot);
      return true;
    }
    if (this.again && performance.now() >= this.againFrom) {
      this.again = false;
      this.observe(document);
      this.tour = new Tour(document, 'loose');
      return true;
    }
    const next = this.changes.take();
    if (next === null) return false;
    this.setOut(next);
    return true;
  }

  private setOut(next: Spot): void {
    this.tour = new Tour(next.root, next.alone ? 'alone' : isDocument(next.root) ? 'steady' : 'loose');
    if (isElementAlone(next)) return;
    for (const node of textsBefore(next.root)) this.texts.join(node, node.data);
  }

  private visit(tour: Tour): void {
    const node = tour.next();
    this.untilSkim -= 1;
    if (node === null) this.arrive(tour);
    else if (isText(node)) this.open(node);
    else if (isElement(node)) this.enter(node, tour);
  }

  private arrive(tour: Tour): void {
    this.tour = null;
    for (const node of this.texts.open ? textsAfter(tour.root) : []) {
      this.texts.join(node, node.data);
      if (!this.texts.open) break;
    }
    this.texts.separate();
    if (!this.again && !this.changes.some) this.walkRest = 0;
  }

  private open(node: Text): void {
    if (node.parentElement !== null && kindOf(node.parentElement.localName).isSilent) return;
    const text = node.data;
    this.visitor.opened(node);
    this.texts.join(node, text);
    if (text.length < SHORTEST) return;
    const place = ({ offset, length }: Candidate) => ({
      start: node,
      from: offset,
      end: node,
      to: offset + length,
    });
    this.read({ text, from: 0, place });
  }

  /** At once when it is short. */
  private read(reading: Reading): void {
    if (reading.text.length > FEW) this.reading = reading;
    else this.readPart(reading);
  }

  private readPart(reading: Reading): void {
    const { text, from } = reading;
    const to = Math.min(from + limits.scanLength, text.length);
    for (const candidate of scan(text, from, to))
      this.visitor.found(candidate.text, reading.place(candidate));
    reading.from = to;
    if (to === text.length) this.reading = null;
  }

  private enter(element: Element, tour: Tour): void {
    const kind = kindOf(element.localName);
    if (!kind.isInline) this.texts.separate();
    if (kind.isSilent && !kind.isField) return;
    this.visitor.opened(element);
    for (const text of readAttributes(element, kind.isField)) this.visitor.found(text, { element });
    if (kind.isField) this.readField(element);
    if (kind.isPicture) this.visitor.picture(element);
    if (!kind.isInline && kind.isShown) this.skim(element, tour);
    if (kind.mayHost) this.enterShadow(element, tour);
  }

  /**
   * Passes over the texts of a block that has no run of characters as long as an address, wherever it is split: taken
   * as one, they cost a tenth of what they do node by node. What this costs in vain is little beside the nodes read.
   */
  private skim(element: Element, tour: Tour): void {
    if (this.untilSkim > 0 || !tour.canSkim || !this.visitor.unmarked()) return;
    const text = element.textContent!;
    const isPassed = !hasRun(text);
    if (isPassed) tour.skim(element);
    if (isPassed && text.length >= WORTH_SKIMMING) this.skimRest = SKIM_REST;
    else this.restFromSkimming(text.length);
  }

  private restFromSkimming(skimmed: number): void {
    this.untilSkim = this.skimRest + skimmed / SKIMMED_PER_NODE;
    this.skimRest = Math.min(2 * this.skimRest, LONGEST_SKIM_REST);
  }

  private readField(element: Element): void {
    const text = this.fields.read(element);
    if (text !== null) this.read({ text, from: 0, place: () => ({ element }) });
  }

  private enterShadow(element: Element, tour: Tour): void {
    const root = this.shadows.rootOf(element);
    if (root === null) return;
    this.texts.separate();
    this.observe(root);
    tour.enter(root);
  }

  private observe(root: Document | ShadowRoot): void {
    this.observer.observe(root, watched);
  }

  private noticed(records: readonly MutationRecord[]): void {
    const start = performance.now();
    for (const tour of [this.tour, this.aside?.tour]) if (tour) noteRemoved(tour, records);
    if (!this.again && !this.changes.note(records)) {
      this.observer.disconnect();
      this.walkRest = Math.min(Math.max(2 * this.walkRest, limits.walkRest), limits.longestWalkRest);
      this.readAll(start + this.walkRest);
    }
    this.owesRest = this.visitor.changed() || this.owesRest;
    this.budget.spend(performance.now() - start);
    this.resume();
  }

  private readAll(from: number): void {
    this.changes.clear();
    this.again = true;
    this.againFrom = from;
  }

  private readonly typed = (event: Event): void => {
    const target = event.composedPath()[0] as Node;
    if (!isElement(target) || !kindOf(target.localName).isField) return;
    this.changes.noteNode(target);
    this.resume();
  };

  /** Looks again at what changes without a word, as long as there is such a thing. */
  private watchQuietly(): void {
    if (this.quiet !== undefined || !(this.fields.some || this.shadows.some)) return;
    this.quiet = setTimeout(() => {
      this.quiet = undefined;
      if (this.stopped || document.hidden) return;
      for (const element of this.fields.changed()) this.changes.noteNode(element);
      for (const element of this.shadows.attached()) this.changes.noteNode(element);
      this.resume();
    }, limits.quietInterval);
  }
}

function isElementAlone({ root, alone }: Spot): boolean {
  return alone && isElement(root);
}

function noteRemoved(tour: Tour, records: readonly MutationRecord[]): void {
  for (const { removedNodes } of records) {
    for (const node of removedNodes) tour.noteRemoved(node);
  }
}
