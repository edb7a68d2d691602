import { getPublicSuffix } from 'tldts';

/**
 * Whether a host is a public suffix: a name under which strangers register theirs (`com`, `co.uk`, `github.io`).
 * Listing one would stop every neighbour. Source: the Public Suffix List, its private section included.
 */
export function isPublicSuffix(host: string): boolean {
  return getPublicSuffix(host, { allowPrivateDomains: true }) === host;
}
