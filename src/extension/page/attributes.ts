import { SHORTEST, scan } from '../../chains/scanner.ts';
import { limits } from '../../core/limits.ts';

/** Besides `data-…`: what a person reads, follows or copies; `onclick` of buttons that copy. */
const speaking = new Set([
  'title',
  'alt',
  'aria-label',
  'aria-description',
  'placeholder',
  'value',
  'label',
  'href',
  'xlink:href',
  'src',
  'onclick',
]);

/** Attributes whose later changes are looked at: browsers can not name all of `data-…`. */
export const watchedAttributes = [
  ...speaking,
  'data-clipboard-text',
  'data-clipboard',
  'data-copy',
  'data-copy-text',
  'data-address',
  'data-wallet',
  'data-account',
  'data-hash',
  'data-to',
  'data-value',
  'data-text',
  'data-full',
  'data-tooltip',
  'data-tip',
  'data-original-title',
  'data-bs-original-title',
  'data-tippy-content',
];

const NOTHING: string[] = [];

/**
 * What may be addresses in an element's attributes, links of every kind and percent-encoded ones included.
 *
 * @param isField then `value` is left to who knows whether it may be looked at
 */
export function readAttributes(element: Element, isField: boolean): Iterable<string> {
  if (!element.hasAttributes()) return NOTHING;
  let found: Set<string> | null = null;
  for (const name of element.getAttributeNames()) {
    if (!name.startsWith('data-') && !speaking.has(name)) continue;
    if (isField && name === 'value') continue;
    for (const text of readValue(name, element.getAttribute(name)!)) {
      found ??= new Set();
      found.add(text);
    }
  }
  return found ?? NOTHING;
}

function readValue(name: string, value: string): string[] {
  if (value.length < SHORTEST || value.length > limits.attributeLength) return NOTHING;
  return readLink(name === 'src' ? queryOf(value) : value);
}

/** What may be addresses in a text that may be a link: `ethereum:0x…@1`, `…/address/0x…`, percent-encoded or not. */
export function readLink(link: string): string[] {
  const texts = scan(link).map(({ text }) => text);
  if (link.includes('%')) texts.push(...scan(decoded(link)).map(({ text }) => text));
  return texts;
}

/** A picture's own address names no account; what it is asked to draw may be one: `…?data=bitcoin:…`. */
function queryOf(src: string): string {
  const start = src.indexOf('?');
  return start === -1 || src.startsWith('data:') ? '' : src.slice(start + 1);
}

/** Percent signs resolved, where they stand for ASCII: all that an address is written in. */
function decoded(text: string): string {
  return text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
