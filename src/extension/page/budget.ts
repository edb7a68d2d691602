import { limits } from '../../core/limits.ts';

/** How much of the processor a page's guard may take: a burst at first, then a small share of the time. */
export class Budget {
  private credit: number = limits.burst;
  private last = performance.now();

  /**
   * Takes note of work just done.
   *
   * @param milliseconds how long it took
   * @returns milliseconds to rest before the next work
   */
  spend(milliseconds: number): number {
    const now = performance.now();
    const earned = (now - this.last) * limits.share;
    this.last = now;
    this.credit = Math.min(limits.burst, this.credit + earned) - milliseconds;
    return Math.max(0, -this.credit / limits.share);
  }
}
