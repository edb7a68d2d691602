import { getDomain, parse } from 'tldts';

const PROBE = 'baize-probe';

function isListedSuffix(host: string): boolean {
  return parse(host, { allowPrivateDomains: true }).publicSuffix === host;
}

/**
 * Whether strangers register their names under a host (`com`, `co.uk`, `github.io`): listing it would stop every
 * neighbour. Source: the Public Suffix List, its private section included, read with two eyes for its wildcards:
 *
 * - `*.eth.limo` makes `eth.limo` a host that strangers share, though the list's own algorithm does not say so;
 * - and it makes `name.eth.limo` a suffix, though in the private section that is one customer's site. Of 351,000 real
 *   names 56 were of this form, all of them single scam sites.
 */
export function isPublicSuffix(host: string): boolean {
  if (isListedSuffix(`${PROBE}.${host}`)) return true;
  return isListedSuffix(host) && !isCustomer(host);
}

function isCustomer(host: string): boolean {
  const { isPrivate } = parse(host, { allowPrivateDomains: true });
  return isPrivate === true && isListedSuffix(PROBE + host.slice(host.indexOf('.')));
}

/** The part of a host that one party registered; null for an address, and for what is itself a public suffix. */
export function registeredDomain(host: string): string | null {
  // Hosts of browsers are wider than what the library takes for valid, and there is nothing in them to extract.
  return getDomain(host, { allowPrivateDomains: true, validateHostname: false, extractHostname: false });
}
