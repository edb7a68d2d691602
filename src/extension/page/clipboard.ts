import { scan } from '../../chains/scanner.ts';
import { limits } from '../../core/limits.ts';
import type { At } from './place.ts';

/** Hears what may be addresses in what a person copied or pasted. */
export interface ClipboardListener {
  copied(texts: string[], at: At): void;
  pasted(texts: string[], at: At): void;
}

interface Copy {
  readonly text: string;
  readonly at: At;
}

interface Noted {
  readonly texts: string[];
  readonly at: At;
  readonly event: Event;
}

/** By this name scripts know what a click copies: `data-clipboard-text`, `data-copy`, `<clipboard-copy value>`. */
const COPIES = /copy|clipboard/i;

/**
 * Listens to what a person copies, pastes, drags and drops on the page, as far as the browser says so by itself; the
 * clipboard is never read. `navigator.clipboard.writeText` raises no event, so a click on what names the text it copies
 * counts as a copy, too. A page can not play any of it: events of its own are not trusted.
 */
export class Clipboard {
  private readonly listener: ClipboardListener;
  private readonly stopper = new AbortController();
  private noted: Noted | null = null;

  constructor(listener: ClipboardListener) {
    this.listener = listener;
  }

  start(): void {
    const { signal } = this.stopper;
    const hear = (names: readonly string[], listener: (event: Event) => unknown, capture: boolean) => {
      const trusted = (event: Event) => event.isTrusted && listener(event);
      for (const name of names) addEventListener(name, trusted, { capture, signal });
    };
    hear(['copy', 'cut'], (event) => this.note(selectionAt(originOf(event)), event), true);
    // Last, as the page may have put text into it. Where a person selected an address, that is the one they mean.
    const isNew = (event: Event) => event !== this.noted?.event;
    hear(['copy', 'cut', 'dragstart'], (event) => isNew(event) && this.note(contentOf(event), event), false);
    hear(['click'], (event) => this.note(copyOfClick(event), event), true);
    hear(['paste', 'drop'], (event) => this.paste(event), true);
  }

  stop(): void {
    this.stopper.abort();
  }

  /** Of several copies at once the last one counts: that is what the clipboard holds. */
  private note({ text, at }: Copy, event: Event): void {
    const texts = candidates(text);
    if (texts.length === 0) return;
    if (this.noted === null) setTimeout(() => this.tell());
    this.noted = { texts, at, event };
  }

  private tell(): void {
    const { texts, at } = this.noted!;
    this.noted = null;
    this.listener.copied(texts, at);
  }

  private paste(event: Event): void {
    const texts = candidates(textIn(event));
    if (texts.length > 0) this.listener.pasted(texts, originOf(event));
  }
}

function candidates(text: string): string[] {
  const found = new Set(scan(text.slice(0, limits.clipboardLength)).map((candidate) => candidate.text));
  return [...found].slice(0, limits.textsPerCopy);
}

/** The innermost element, inside open shadow trees too. */
function originOf(event: Event): Element | null {
  const [origin] = event.composedPath();
  return origin instanceof Element ? origin : null;
}

/** What an event of the clipboard, or of dragging, carries. */
function textIn(event: Event): string {
  const { clipboardData, dataTransfer } = event as Partial<ClipboardEvent & DragEvent>;
  return (clipboardData ?? dataTransfer)?.getData('text/plain') ?? '';
}

function contentOf(event: Event): Copy {
  return { text: textIn(event), at: originOf(event) };
}

function selectionAt(origin: Element | null): Copy {
  if (origin instanceof HTMLInputElement || origin instanceof HTMLTextAreaElement) {
    const { value, selectionStart, selectionEnd } = origin;
    return { text: value.slice(selectionStart ?? 0, selectionEnd ?? undefined), at: origin };
  }
  const selection = getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  // The text as it is shown takes a layout; a whole page is no address.
  if (range === null || String(range).length > limits.clipboardLength) return { text: '', at: null };
  return { text: String(selection), at: range.getBoundingClientRect() };
}

function copyOfClick(event: Event): Copy {
  for (const element of event.composedPath().slice(0, CLICKED)) {
    const text = element instanceof Element ? copiedBy(element) : '';
    if (text !== '') return { text, at: element as Element };
  }
  return { text: '', at: null };
}

/** How far around what is clicked: an icon in a button, its label. */
const CLICKED = 5;

function copiedBy(element: Element): string {
  const isCopier = (name: string) =>
    COPIES.test(name) || (name === 'value' && COPIES.test(element.localName));
  return Array.from(element.attributes, ({ name, value }) => {
    if (!isCopier(name)) return '';
    return name.endsWith('target') ? textOf(value) : value;
  })
    .join(' ')
    .trim();
}

/** The text of the element that a selector names. */
function textOf(selector: string): string {
  try {
    const element = document.querySelector(selector);
    const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    return (isField ? element.value : element?.textContent) ?? '';
  } catch {
    return '';
  }
}
