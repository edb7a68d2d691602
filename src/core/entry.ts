import { BaizeError } from './errors.ts';
import { isListableHost, parseSite, type Site, withoutWww } from './hostname.ts';
import { limits } from './limits.ts';

/** The sorts of scam, as in the protocol. Codes are stable; people read the translated words. */
export const kinds = [
  'pyramid',
  'ponzi_yield',
  'fake_platform',
  'pig_butchering',
  'fake_wallet',
  'phishing',
  'drainer',
  'giveaway',
  'impersonation',
  'rug_pull',
  'cloud_mining',
  'recovery',
  'extortion',
  'poisoning',
  'sanctioned',
  'malware',
  'unspecified',
] as const;

export type Kind = (typeof kinds)[number];
/** `stop`: a full page before the page is asked for. `caution`: a banner on the page. */
export type Level = 'stop' | 'caution';

/** One line of the list. */
export interface Entry {
  readonly key: string;
  readonly kind: Kind;
  readonly level: Level;
}

const ADDRESS_KEY = /^[a-z][a-z0-9-]{1,31}:[A-Za-z0-9:_-]{1,256}$/;
const LINE = /^([!-~]+) ([a-z_]{1,32})( caution)?$/;

/** Whether a string names a kind of scam this version knows. */
export function isKind(text: string): text is Kind {
  return (kinds as readonly string[]).includes(text);
}

/** Whether a key names a wallet address (`namespace:address`) and not a site. */
export function isAddressKey(key: string): boolean {
  return ADDRESS_KEY.test(key);
}

/**
 * The canonical key of a site: `host` or `host/path`. A path key drops a leading `www.`, because the same page
 * answers there; a host key keeps it, because it covers only itself and what lies below.
 *
 * @returns null for what no list may name: a single label (`localhost`, `com`), a host with a label that DNS does not
 *   hold, a key over the length bound
 */
export function siteKey(site: Site): string | null {
  if (!isListableHost(site.host)) return null;
  if (!site.host.includes('.') && !site.host.startsWith('[')) return null;
  const key = site.path === '' ? site.host : withoutWww(site.host) + site.path;
  return key.length <= limits.keyLength ? key : null;
}

/** Whether a site key is in its canonical spelling already. */
export function isSiteKey(key: string): boolean {
  const site = parseSite(key);
  return site !== null && siteKey(site) === key;
}

/** The line of an entry in the list's text, without its line feed: `KEY KIND[ caution]`. */
export function formatEntry(entry: Entry): string {
  return `${entry.key} ${entry.kind}${entry.level === 'caution' ? ' caution' : ''}`;
}

/**
 * Reads one line of a list. A kind that this version does not know yet reads as `unspecified`: a newer registry
 * must not make an older browser refuse the whole list.
 *
 * @throws BaizeError `format` when the line is none
 */
export function parseEntry(line: string): Entry {
  const match = LINE.exec(line);
  if (match === null || match[1]!.length > limits.keyLength) {
    throw new BaizeError('format', `Not a list line: ${JSON.stringify(line.slice(0, 80))}.`);
  }
  const kind = match[2]!;
  return { key: match[1]!, kind: isKind(kind) ? kind : 'unspecified', level: match[3] ? 'caution' : 'stop' };
}
