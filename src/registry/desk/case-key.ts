import { keysOf, parseSubject } from '../../chains/subject.ts';
import { siteKey } from '../../core/entry.ts';
import { hostAndParents, isListableHost, type Site, withoutWww } from '../../core/hostname.ts';
import { limits } from '../../core/limits.ts';
import { protection } from '../../core/protected.ts';
import { keysCovering } from '../../core/verdict.ts';

/** Before the key of a case that no list can name. */
const UNLISTABLE = '?';

/** Which case a report belongs to. */
export interface CaseKey {
  /** The key it would be listed under; `?` and what was reported where that is none. */
  readonly key: string;
  /** Every key whose entry would cover all of the case. */
  readonly covers: readonly string[];
}

/**
 * The case of what was reported: a wallet address by its key; a site by its host without `www.`, so that all pages of a
 * scam are one case, or by host and path where many people share the host.
 *
 * @param subject as it was sent
 */
export function caseKeyOf(subject: string): CaseKey {
  const parsed = parseSubject(subject);
  if (parsed === null) return { key: unlistable(subject), covers: [] };
  if ('site' in parsed) return caseKeyOfSite(parsed.site);
  const [{ key, text }, ...others] = parsed.addresses;
  // More than one chain reads it: which one is meant has to be said by whoever lists it.
  return { key: others.length === 0 ? key : unlistable(text), covers: keysOf(parsed) };
}

/** Whether the key of a case names nothing that a list can carry, whatever the list. */
export function isUnlistable(key: string): boolean {
  return key.startsWith(UNLISTABLE);
}

function caseKeyOfSite(reported: Site): CaseKey {
  const site = nearestListable(reported);
  return site === null ? unlistableSite(reported) : caseKeyOfListable(site);
}

/** A browser requests hosts that no list can name (`a~b.evil.example`): then the entry of the nearest parent stops them. */
function nearestListable({ host, path }: Site): Site | null {
  if (isListableHost(host)) return { host, path };
  const parent = hostAndParents(host).find(isListableHost);
  return parent === undefined || protection(withoutWww(parent)) !== null ? null : { host: parent, path: '' };
}

function caseKeyOfListable({ host: written, path }: Site): CaseKey {
  const host = withoutWww(written);
  const whole = protection(host) === null;
  const site = { host, path: whole ? '' : path };
  const key = siteKey(site);
  if (key === null || (!whole && path === '')) return unlistableSite({ host, path });
  return { key, covers: keysCovering(site) };
}

const unlistableSite = ({ host, path }: Site): CaseKey => ({ key: unlistable(host + path), covers: [] });

/** PostgreSQL stores no NUL, and a text that is cut may end in half a character. */
function unlistable(text: string): string {
  const cut = text
    .trim()
    .slice(0, limits.keyLength - UNLISTABLE.length)
    .replaceAll('\0', '\ufffd');
  return UNLISTABLE + Buffer.from(cut).toString('utf8');
}
