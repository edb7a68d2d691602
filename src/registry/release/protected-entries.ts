import { protection } from '../../core/protected.ts';
import { ownHosts } from '../registry.ts';
import type { VerifiedFeed } from './verify.ts';

/** The keys of a feed's list that no browser stops, whatever the list says: public suffixes, protected names, its own hosts. */
export function protectedEntries({ list, alliance }: VerifiedFeed): string[] {
  const hosts = ownHosts(alliance);
  const keys: string[] = [];
  for (const line of list.lines()) {
    const key = line.slice(0, line.indexOf(' '));
    if (protection(key, hosts) !== null) keys.push(key);
  }
  return keys;
}
