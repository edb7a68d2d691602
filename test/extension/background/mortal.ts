/**
 * One life of the worker that ends at a chosen moment: before or after a call through one of its doors. From then on no call
 * is made and none is answered, as when a browser ends a worker.
 */
export class Life {
  /** Moments passed: two a call, one before and one after it. */
  moments = 0;
  readonly ended: Promise<'dead'>;
  private end!: (what: 'dead') => void;
  private readonly last: number;
  private isDead = false;
  /** What the life was doing when it ended. */
  lastCall = '';

  /** @param last moment; none for a life without an end */
  constructor(last = Number.POSITIVE_INFINITY) {
    this.last = last;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** A door of this life: every function of it, with its two moments. */
  door<T extends object>(name: string, door: T): T {
    const get = (target: T, key: string | symbol) => {
      const member = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]) => {
        await this.pass(`before ${name}.${String(key)}`);
        const answer = await Reflect.apply(member, target, given);
        await this.pass(`after ${name}.${String(key)}`);
        return answer;
      };
    };
    return new Proxy(door, { get });
  }

  private async pass(call: string): Promise<void> {
    this.moments += 1;
    if (this.moments === this.last) {
      this.isDead = true;
      this.lastCall = call;
      this.end('dead');
    }
    if (this.isDead) await new Promise<never>(() => undefined);
  }
}
