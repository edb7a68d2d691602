import type { Address } from '../../chains/address.ts';
import type { Finding } from '../messages.ts';

/** A text of a page, as the chains read it and the lists know it. Without a reading it is no address. */
export interface ReadText {
  readonly text: string;
  readonly readings: readonly Address[];
  readonly finding: Finding | null;
}
