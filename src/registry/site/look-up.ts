import { conclude } from '../../chains/check.ts';
import { isMistyped, keyOf, keysOf, parseSubject } from '../../chains/subject.ts';
import type { Alliance } from '../../core/alliance.ts';
import type { Kind } from '../../core/entry.ts';
import type { List } from '../../core/list.ts';

/** What the list says about a text that somebody typed. */
export type Answer =
  | { readonly is: 'listed' | 'caution'; readonly key: string; readonly kind: Kind }
  /** `key`: under which it would be listed; null where more than one chain reads it. */
  | { readonly is: 'unlisted'; readonly key: string | null }
  /** A wallet address with a mistake in it. */
  | { readonly is: 'mistyped' }
  /** Neither a site nor a wallet address. */
  | { readonly is: 'unreadable' };

/** There is one look-up a person and page: a filter would cost more than it saves. */
const noFilter = { mayContain: () => true };

/** Looks a text up, as the extension does. */
export function lookUp(text: string, list: List, { addresses }: Alliance): Answer {
  const subject = parseSubject(text.trim());
  if (subject === null) return { is: 'unreadable' };
  const ownHosts = addresses.map((address) => new URL(address).hostname);
  const { verdict } = conclude(keysOf(subject), [{ list, filter: noFilter, ownHosts }]);
  if (verdict.verdict !== 'unlisted') return { is: verdict.verdict, key: verdict.key, kind: verdict.kind };
  return isMistyped(subject) ? { is: 'mistyped' } : { is: 'unlisted', key: keyOf(subject) };
}
