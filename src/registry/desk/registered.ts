import { isAddressKey } from '../../core/entry.ts';
import { hostAndParents } from '../../core/hostname.ts';
import { protection } from '../../core/protected.ts';
import { isPublicSuffix } from '../../core/suffix.ts';
import { isUnlistable } from './case-key.ts';

/** The name that somebody registered, under which a case's site lies; null for an address, and where many share the name. */
export function registeredName(key: string): string | null {
  if (isAddressKey(key) || isUnlistable(key)) return null;
  const host = key.split('/')[0]!;
  if (protection(host) !== null) return null;
  return hostAndParents(host).findLast((name) => !isPublicSuffix(name)) ?? null;
}
