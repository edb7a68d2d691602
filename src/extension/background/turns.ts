/** Lets tabs take turns at work, one piece each: a page that asks for much keeps no other page waiting. */
export class Turns {
  private readonly waiting = new Map<number, (() => Promise<void>)[]>();
  private isRunning = false;

  /** Does a piece of work for a tab when it is its turn. */
  take<T>(tab: number, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const piece = () => work().then(resolve, reject);
      const pieces = this.waiting.get(tab);
      if (pieces === undefined) this.waiting.set(tab, [piece]);
      else pieces.push(piece);
      if (!this.isRunning) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let next = this.next(); next !== null; next = this.next()) {
      await next();
      // Whatever else came in meanwhile is heard before the next piece.
      if (this.waiting.size > 0) await new Promise((resolve) => setTimeout(resolve));
    }
    this.isRunning = false;
  }

  /** The next piece of the tab that has waited longest; what it has besides waits behind the others. */
  private next(): (() => Promise<void>) | null {
    for (const [tab, pieces] of this.waiting) {
      const piece = pieces.shift()!;
      this.waiting.delete(tab);
      if (pieces.length > 0) this.waiting.set(tab, pieces);
      return piece;
    }
    return null;
  }
}
