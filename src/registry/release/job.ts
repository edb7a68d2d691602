import type { Registry } from '../registry.ts';
import type { InForce } from '../store/roots.ts';

/** One publication under way. */
export interface Job {
  readonly registry: Registry;
  readonly inForce: InForce;
  readonly now: Date;
  /** Told before each step, in words. */
  readonly onStep: (step: string) => void;
}
