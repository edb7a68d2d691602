import { limits } from '../../core/limits.ts';
import type { Evidence } from '../messages.ts';

/** What is kept when more is found: the first ones stay, and what is found again at every look is kept once. */
export function withEvidence(kept: readonly Evidence[], found: Evidence): readonly Evidence[] {
  const isKnown = kept.some((one) => idOf(one) === idOf(found));
  return isKnown || kept.length >= limits.keptEvidence ? kept : [...kept, found];
}

/** A later checkpoint gets other signatures with every release: what is said, and not by whom, tells two finds apart. */
function idOf({ what, earlier, later }: Evidence): string {
  return JSON.stringify([what, textOf(earlier), textOf(later)]);
}

const textOf = (note: string): string => note.split('\n\n—', 1)[0]!;
