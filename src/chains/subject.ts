import { siteKey } from '../core/entry.ts';
import { parseSite, type Site } from '../core/hostname.ts';
import { pageKeys } from '../core/same-page.ts';
import { type Address, parseAddresses } from './address.ts';

/**
 * What a person names: a wallet address, which more than one chain may read (`0x` and 64 digits is an address of Sui
 * and of Aptos), or a site, with the text that named it.
 */
export type Subject =
  | { readonly addresses: readonly [Address, ...Address[]] }
  | { readonly site: Site; readonly text: string };

/** Reads a URL, a host, a wallet address or a key. @returns null when the text is none of them */
export function parseSubject(text: string): Subject | null {
  const [first, ...others] = parseAddresses(text);
  if (first !== undefined) return { addresses: [first, ...others] };
  const site = parseSite(text);
  return site === null ? null : { site, text };
}

/** The key under which a list would carry the subject; null for a site that no list may name, and for more than one. */
export function keyOf(subject: Subject): string | null {
  if ('site' in subject) return siteKey(subject.site);
  return subject.addresses.length === 1 ? subject.addresses[0].key : null;
}

/** Every key whose entry covers the subject. */
export function keysOf(subject: Subject): string[] {
  return 'site' in subject ? pageKeys(subject.text) : subject.addresses.map(({ key }) => key);
}

/** Whether the subject is an address with a mistake in it: no chain's checksum holds. */
export function isMistyped(subject: Subject): boolean {
  return 'addresses' in subject && subject.addresses[0].checksum === 'bad';
}
