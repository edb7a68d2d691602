import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { protectedHosts, sharedHosts } from '../core/protected.ts';

/**
 * By which rules this program says what a list may carry, in one line for people and programs to compare: its version, the names
 * that no list may stop, the Public Suffix List. Who goes by other rules may come to another list from the same votes.
 */
export const listingRules = describe(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

function describe(manifest: string): string {
  const { version, dependencies } = JSON.parse(manifest);
  const names = createHash('sha256')
    .update([...protectedHosts, '', ...sharedHosts].join('\n'))
    .digest('hex');
  return `Baize ${version}, names ${names.slice(0, 12)}, suffixes ${dependencies.tldts}`;
}
