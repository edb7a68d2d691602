type Work = () => void | Promise<void>;

/** Ends what was started, in reverse order, once, however the process comes to its end. */
export class Ending {
  private readonly works: Work[] = [];
  private ended = false;

  constructor() {
    process.on('SIGINT', () => this.end(0));
    process.on('SIGTERM', () => this.end(0));
    process.on('SIGHUP', () => this.end(0));
  }

  /** Registers what ends a thing that was just started. */
  add(work: Work): void {
    this.works.push(work);
  }

  /** Ends everything and then the process. A second call waits for nothing and does nothing. */
  async end(code: number): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    for (const work of this.works.reverse()) {
      try {
        await work();
      } catch (error) {
        console.error(`Not ended cleanly: ${error instanceof Error ? error.message : error}`);
      }
    }
    process.exit(code);
  }
}
