import { limits } from './limits.ts';

/** Where a page lives: a canonical host, and a canonical path ('' for the root, else '/a/b' without final slash). */
export interface Site {
  readonly host: string;
  readonly path: string;
}

const WEB_SCHEME = /^(?:https?|wss?|ftp):/i;
const WRAPPER = /^(?:view-source|blob|filesystem):/i;
const OTHER_SCHEME = /^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))/i;
// What can be registered and is used: letters, digits, hyphen, and the underscore that some listed hosts carry.
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;
// IPv4 in IPv6: mapped (RFC 4291, 2.5.5.2), compatible (2.5.5.1), translated (RFC 2765, 2.1), NAT64 (RFC 6052, 2.1).
const EMBEDDED_IPV4 = /^\[(?:::(?:ffff:(?:0:)?)?|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const SPACE = 32;
const AUTHORITY = /^[a-z]+:[\\/]*[^\\/?#]*/i;

/**
 * Brings anything that names a web page to its one canonical form.
 *
 * This is the reader for looking up: it takes every host that a browser can request, also one that no list may name
 * (`-a.evil.example`, `a~b.evil.example`, labels that are empty or too long for DNS), because its parents may be listed.
 * Whether a list may name a host itself is a question for `isListableHost`.
 *
 * The browser's own URL parser does the hard part (WHATWG URL, host parser: case, IDN and full-width forms through
 * UTS 46, percent-encoding, IPv4 in octal, hex and decimal, userinfo, port, `..`); what is left to do is the
 * trailing dot and the path's encoding.
 *
 * @param text a URL, or a host with or without port and path; no scheme means http
 * @returns the site, or null when the text names no web page
 */
export function parseSite(text: string): Site | null {
  const url = parseWebUrl(text);
  return url === null ? null : siteOfUrl(url);
}

/** Reads a text as `parseSite` does. @returns the URL with its query, or null when the text names no web page */
export function parseWebUrl(text: string): URL | null {
  const trimmed = withoutControls(text).trim().replace(WRAPPER, '');
  if (trimmed.length === 0 || trimmed.length > limits.urlLength) return null;
  if (OTHER_SCHEME.test(trimmed) && !WEB_SCHEME.test(trimmed)) return null;
  const whole = WEB_SCHEME.test(trimmed) ? trimmed : `http://${trimmed.replace(/^\/\//, '')}`;
  return URL.parse(whole) ?? URL.parse(withoutPunycode(whole));
}

/** The URL parser passes over control characters at both ends, and over tabs and line ends anywhere. */
function withoutControls(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= SPACE) start += 1;
  while (start < end && text.charCodeAt(end - 1) <= SPACE) end -= 1;
  return text.slice(start, end).replace(/[\t\n\r]/g, '');
}

/** Chromium requests a host with a label that is no punycode, which other parsers refuse: its parents may be listed. */
function withoutPunycode(text: string): string {
  return text.replace(AUTHORITY, (authority) => authority.replace(/xn--[^.:]*/gi, 'xn-'));
}

/** The site of a URL with a host; null for one that has none. */
export function siteOfUrl(url: URL): Site | null {
  const host = canonicalHost(url.hostname);
  return host === '' ? null : { host, path: canonicalPath(url.pathname) };
}

/** Drops the root's trailing dot: `hostname` as the URL parser gives it. */
function canonicalHost(hostname: string): string {
  return hostname.startsWith('[') ? unembedded(hostname) : hostname.replace(/\.+$/, '');
}

/** An IPv4 address in IPv6 clothes leads to the same machine: it is written as IPv4. */
function unembedded(host: string): string {
  const words = EMBEDDED_IPV4.exec(host)
    ?.slice(1)
    .map((word) => Number.parseInt(word, 16));
  return words?.flatMap((word) => [word >>> 8, word & 255]).join('.') ?? host;
}

/**
 * Whether a list may name a host: an IP address, or a name that DNS can hold, of letters, digits, hyphens inside, and
 * underscores. This is the reader for listing: whatever else a browser requests is covered by a parent.
 */
export function isListableHost(host: string): boolean {
  if (isIpAddress(host)) return true;
  if (host.length > limits.hostLength) return false;
  return host.split('.').every((label) => label.length <= limits.labelLength && LABEL.test(label));
}

/** An address of the internet rather than a name: it has no parents and no sub-domains. */
function isIpAddress(host: string): boolean {
  return host.startsWith('[') || IPV4.test(host);
}

const PERCENT = /%[0-9a-f]{2}/gi;
const NOT_PCHAR = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/g;
const PCHAR = /[A-Za-z0-9\-._~!$&'()*+,;=:@]/;

/**
 * One spelling for a path (RFC 3986, 6.2.2): what may stand unencoded does, everything else is %XX in upper case;
 * doubled slashes and the final slash go. Query and fragment never belong to a key.
 */
function canonicalPath(pathname: string): string {
  const decoded = pathname.replace(PERCENT, (code) => {
    const char = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return PCHAR.test(char) ? char : code.toUpperCase();
  });
  const encoded = decoded.replace(NOT_PCHAR, encodeURIComponent).replace(/%(?![0-9A-F]{2})/g, '%25');
  const segments = encoded.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => `/${segment}`).join('');
}

/** The host without a leading `www.`, as long as a name with two labels remains. */
export function withoutWww(host: string): string {
  return host.startsWith('www.') && host.indexOf('.', 4) !== -1 ? host.slice(4) : host;
}

/**
 * The host and each parent down to two labels, longest first. An IP address has no parents. A name that is too long for
 * DNS is left out: no list names it, and a host of 16,000 characters would have thousands of such parents.
 */
export function hostAndParents(host: string): string[] {
  if (isIpAddress(host)) return [host];
  const hosts = host.length <= limits.hostLength ? [host] : [];
  const first = Math.max(host.length - limits.hostLength - 1, 0);
  for (let dot = host.indexOf('.', first); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    const parent = host.slice(dot + 1);
    if (!parent.includes('.')) break;
    hosts.push(parent);
  }
  return hosts;
}
