import type { Alliance } from '../../core/alliance.ts';
import type { Language } from '../../core/language.ts';
import { limits } from '../../core/limits.ts';
import { stateOf } from '../../core/release.ts';
import { siteOf } from '../../core/site-address.ts';
import { openTrusted, targetsSigners } from '../../core/tuf/trusted.ts';
import type { Evidence, FeedState } from '../messages.ts';
import { isAhead, isClockWrong, signedTime } from './clock.ts';
import type { FeedRecord } from './store.ts';

/** The feed's name in a language. */
export function nameOf({ name }: Alliance, language: Language): string {
  return name[language] ?? name.en;
}

/** Whether the release in force is older than it should be, or may be: a clock that is behind cannot tell its age. */
export function isStale({ trusted }: FeedRecord, now: number): boolean {
  const signed = signedTime(trusted);
  return signed === null || now - signed > limits.staleBadge || isAhead(signed, now);
}

/** What people are shown of a feed. */
export async function feedState(
  record: FeedRecord,
  language: Language,
  now: number,
  ignored: readonly string[],
  evidence: readonly Evidence[],
): Promise<FeedState> {
  const { root, targets } = openTrusted(record.trusted);
  const signed = signedTime(record.trusted);
  return {
    feed: record.feed,
    name: nameOf(record.alliance, language),
    version: targets?.version ?? 0,
    entries: stateOf(record.trusted).entries,
    signed: signed === null ? null : new Date(signed).toISOString(),
    checked: record.checked === null ? null : new Date(record.checked).toISOString(),
    signers: (await targetsSigners(record.trusted)).signers.length,
    threshold: root.roles.targets.threshold,
    stale: isStale(record, now),
    isClockWrong: isClockWrong(record, now),
    source: record.source,
    error: record.error,
    ...{ ignored, evidence },
    logged: record.log?.newest.size ?? null,
    site: new URL(siteOf(record.alliance)).host,
  };
}
