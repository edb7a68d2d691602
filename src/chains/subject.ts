import { siteKey } from '../core/entry.ts';
import { parseSite, type Site } from '../core/hostname.ts';
import { keysCovering } from '../core/verdict.ts';
import { type Address, parseAddress } from './address.ts';

/** What a person names: a wallet address or a site. */
export type Subject = { readonly address: Address } | { readonly site: Site };

/** Reads a URL, a host, a wallet address or a key. @returns null when the text is none of them */
export function parseSubject(text: string): Subject | null {
  const address = parseAddress(text);
  if (address !== null) return { address };
  const site = parseSite(text);
  return site === null ? null : { site };
}

/** The key under which a list would carry the subject; null for a site that no list may name. */
export function keyOf(subject: Subject): string | null {
  return 'address' in subject ? subject.address.key : siteKey(subject.site);
}

/** Every key whose entry covers the subject. */
export function keysOf(subject: Subject): string[] {
  return 'address' in subject ? [subject.address.key] : keysCovering(subject.site);
}
