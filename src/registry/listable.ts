import type { Address } from '../chains/address.ts';
import { isMistyped, keyOf, parseSubject } from '../chains/subject.ts';
import { isListableHost } from '../core/hostname.ts';
import { type Protection, protection } from '../core/protected.ts';

/** A key that a list may carry, or the sentence that says why the text is none. */
export type Listable = { readonly key: string } | { readonly refusal: string };

const refusals: Record<Protection, string> = {
  single_label: 'a single label names no site of its own',
  public_suffix: 'strangers register their names under it (public suffix); list the name below it',
  shared: 'many people put their own pages there; list one of its pages (host/path) instead',
  protected: 'a protected name; list one of its pages (host/path) or sub-domains instead',
};

/**
 * Brings any spelling of a site or wallet address to its canonical key and refuses what no list may carry.
 *
 * @param text a URL, host, host/path, address or key
 * @param ownHosts the feed's own hosts, which are protected too
 */
export function listableKey(text: string, ownHosts: readonly string[]): Listable {
  const subject = parseSubject(text);
  if (subject === null) return { refusal: 'neither a site nor a wallet address' };
  if (isMistyped(subject))
    return { refusal: 'a wallet address whose checksum does not hold; a character is wrong' };
  const key = keyOf(subject);
  if ('addresses' in subject) return key === null ? { refusal: ambiguous(subject.addresses) } : { key };
  if (key === null) return { refusal: unlistable(subject.site.host) };
  const why = protection(key, ownHosts);
  return why === null ? { key } : { refusal: refusals[why] };
}

function unlistable(host: string): string {
  if (!isListableHost(host)) return 'no list can name this host; list the name above it, which covers it';
  return host.includes('.') ? 'longer than a key may be' : refusals.single_label;
}

/** More than one chain reads the text, and nothing in it tells which is meant: the person has to say it. */
function ambiguous(addresses: readonly Address[]): string {
  const names = addresses.map(({ chain }) => chain).join(' or of ');
  const namespaces = addresses.map(({ key }) => `${key.slice(0, key.indexOf(':'))}:…`).join(' or ');
  return `it could be an address of ${names}; write ${namespaces}`;
}
