import type { Alliance } from './alliance.ts';

/**
 * Where an alliance's public pages are: its homepage, or without one the origin of its feed's first address.
 *
 * @returns an address that ends with a slash
 */
export function siteOf({ homepage, addresses }: Pick<Alliance, 'homepage' | 'addresses'>): string {
  return homepage === undefined ? `${new URL(addresses[0]!).origin}/` : homepage.replace(/\/*$/, '/');
}

/**
 * The public page of a key: what it is listed for and by whom, and where to object. It names the key in its path, so that
 * whoever opens it tells the site's host which key it is about.
 */
export function whyPage(alliance: Pick<Alliance, 'homepage' | 'addresses'>, key: string): string {
  return `${siteOf(alliance)}${whyPath(key)}`;
}

/** The same below the site: one segment, whatever the key holds. */
export function whyPath(key: string): string {
  return `why/${encodeURIComponent(key)}`;
}
