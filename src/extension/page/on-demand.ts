import { limits } from '../../core/limits.ts';

/** Something that is fetched when it is first needed; what is asked of it before it is there waits for it. */
export class OnDemand<T> {
  private readonly fetch: () => Promise<T>;
  private calls: ((thing: T) => void)[] = [];
  private thing: T | null = null;
  private fetching = false;
  private retry: number = limits.retry;

  /** @param fetch tried again later when it fails, as long as somebody waits */
  constructor(fetch: () => Promise<T>) {
    this.fetch = fetch;
  }

  /** Null as long as it is not there. */
  get ready(): T | null {
    return this.thing;
  }

  /** Fetches it, unless it is there. */
  want(): void {
    if (this.thing === null) this.use(() => {});
  }

  /** Does something with it, later if need be; beyond the bound it is left out. */
  use(call: (thing: T) => void): void {
    if (this.thing !== null) {
      call(this.thing);
      return;
    }
    if (this.calls.length < limits.callsWaiting) this.calls.push(call);
    if (!this.fetching) void this.load();
  }

  /** Nobody waits any more. */
  forget(): void {
    this.calls = [];
  }

  private async load(): Promise<void> {
    this.fetching = true;
    try {
      this.thing = await this.fetch();
      const { calls } = this;
      this.calls = [];
      for (const call of calls) call(this.thing);
    } catch {
      setTimeout(() => this.calls.length > 0 && void this.load(), this.retry);
      this.retry = Math.min(2 * this.retry, limits.longestRetry);
    }
    this.fetching = this.thing === null && this.calls.length > 0;
  }
}
