import { background } from './door.ts';
import type { FirstQuestion } from './first-question.ts';
import { Guard } from './guard.ts';
import { removeLeftovers } from './leftovers.ts';

/** Sets a guard over this page or frame. @param first what the page has asked already */
export function begin(first: FirstQuestion | null): void {
  removeLeftovers();
  new Guard(background, first).start();
}
