import { limits } from '../../core/limits.ts';
import type { Finding } from '../messages.ts';

/** Where a key stands: a text node of the page, an offset in it, and what stood there. */
export interface Place {
  readonly node: Text;
  readonly offset: number;
  readonly text: string;
}

export interface Asker {
  /** Asks the background which of these keys are listed. */
  ask(keys: string[]): Promise<readonly Finding[]>;
  /** A place whose key is listed. */
  listed(finding: Finding, place: Place): void;
  /** A key that is not, or no longer. */
  unlisted(key: string): void;
  /** Verdicts came in. */
  answered(): void;
}

/**
 * Finds out which keys seen on the page are listed: asks for each once, in batches, one at a time, and no faster
 * than limits.ts allows. A page that shows more keys than a page may ask for gets no more verdicts.
 */
export class Lookup {
  private readonly asker: Asker;
  private readonly verdicts = new Map<string, Finding | null>();
  private readonly waiting = new Map<string, Place[]>();
  private placesWaiting = 0;
  private asked = 0;
  private busy = false;
  private retry: number = limits.retry;
  /** Grows when the list changed: an answer to an older question is not taken. */
  private epoch = 0;

  constructor(asker: Asker) {
    this.asker = asker;
  }

  /** Whether there is room for more places. */
  ready(): boolean {
    return this.waiting.size < 2 * limits.keysPerMessage && this.placesWaiting < limits.placesWaiting;
  }

  /** Takes note of a key at a place. */
  see(key: string, place: Place): void {
    const verdict = this.verdicts.get(key);
    if (verdict) this.asker.listed(verdict, place);
    if (verdict !== undefined || (this.asked >= limits.keysPerPage && !this.waiting.has(key))) return;
    const places = this.waiting.get(key) ?? [];
    places.push(place);
    this.placesWaiting += 1;
    this.waiting.set(key, places);
  }

  /** Asks for what waits, unless an answer is outstanding; goes on by itself until nothing waits. */
  async flush(): Promise<void> {
    const keys = [...this.waiting.keys()].slice(0, limits.keysPerMessage);
    if (this.busy || keys.length === 0) return;
    this.busy = true;
    await sleep(await this.request(keys));
    this.busy = false;
    await this.flush();
  }

  /** Forgets every verdict and question: the list changed, or there is nobody to ask any more. */
  forget(): void {
    this.epoch += 1;
    this.asked = 0;
    this.verdicts.clear();
    this.waiting.clear();
    this.placesWaiting = 0;
  }

  /** @returns milliseconds until the next question may be asked */
  private async request(keys: string[]): Promise<number> {
    const { epoch } = this;
    try {
      const findings = await this.asker.ask(keys);
      if (epoch === this.epoch) this.take(keys, findings);
      this.retry = limits.retry;
      return (keys.length * 1_000) / limits.keysPerSecond;
    } catch {
      const wait = this.retry;
      this.retry = Math.min(2 * wait, limits.longestRetry);
      return wait;
    }
  }

  private take(keys: readonly string[], findings: readonly Finding[]): void {
    const listed = new Map(findings.map((finding) => [finding.key, finding]));
    this.asked += keys.length;
    for (const key of keys) {
      const finding = listed.get(key) ?? null;
      const places = this.waiting.get(key) ?? [];
      this.waiting.delete(key);
      this.placesWaiting -= places.length;
      this.remember(key, finding);
      if (finding === null) this.asker.unlisted(key);
      else for (const place of places) this.asker.listed(finding, place);
    }
    this.asker.answered();
  }

  // The oldest goes first; it is asked for again should it be seen again.
  private remember(key: string, finding: Finding | null): void {
    this.verdicts.set(key, finding);
    if (this.verdicts.size <= limits.keysRemembered) return;
    for (const [oldest] of this.verdicts) {
      this.verdicts.delete(oldest);
      return;
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
