import { background } from './door.ts';
import type { FirstQuestion } from './first-question.ts';
import { Guard } from './guard.ts';

/** Sets a guard over this page or frame. @param first what the page has asked already */
export function begin(first: FirstQuestion | null): void {
  new Guard(background, first).start();
}
