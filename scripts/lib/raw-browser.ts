import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlainBrowser, type PlainTab, until } from './browser.ts';

/** How a browser is started. */
export interface Start {
  /** An address on the command line: what is opened at the start. */
  readonly url?: string;
}

/**
 * A browser as people run it. A test driver attaches to whatever there is, and sets what suits a driver. Here nothing is
 * attached to but a tab that is asked for, and never the extension's worker.
 */
export abstract class RawBrowser<S extends Start = Start> implements PlainBrowser {
  readonly profile: string;
  /** Base address of the extension's own pages, with a final slash; empty without an extension. */
  abstract readonly extension: string;
  protected options: S;
  protected child!: ChildProcess;

  protected constructor(name: string, options: S) {
    this.options = options;
    this.profile = mkdtempSync(join(tmpdir(), `baize-${name}-`));
    process.once('exit', () => this.child?.kill('SIGKILL'));
  }

  abstract newTab(): Promise<PlainTab>;
  /** What open tabs show. Nothing is attached to by asking. */
  abstract addresses(): Promise<readonly string[]>;
  /** Whether the extension's worker runs. */
  abstract isAwake(): Promise<boolean>;
  /** Ends the worker at once, in the middle of whatever it does; the next event starts another. */
  abstract endWorker(): Promise<void>;
  /** Puts the extension in its own place again, as an update does. */
  abstract update(): Promise<void>;
  abstract switchOffAndOn(): Promise<void>;
  /** Starts the program, and is there when it can be spoken to. */
  protected abstract launch(): Promise<void>;
  /** Asks the browser to end. */
  protected abstract quit(): Promise<unknown>;

  get pid(): number {
    return this.child.pid!;
  }

  /** Waits until the worker has gone to sleep of itself: 30 seconds after its last event. */
  async workerAsleep(): Promise<void> {
    await until('the worker to sleep', async () => !(await this.isAwake()), 120_000);
  }

  /**
   * Ends the browser and starts it anew on the same profile.
   *
   * @param changes of how it is started, from now on
   * @param meanwhile does something to the profile
   */
  async restart(changes: Partial<S> = {}, meanwhile?: () => void): Promise<void> {
    await this.end();
    meanwhile?.();
    this.options = { ...this.options, ...changes };
    await this.launch();
  }

  /** Ends the browser from one moment to the next, as a crash or a power cut does. `restart` starts it again. */
  async kill(): Promise<void> {
    const ended = this.ended();
    this.child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.end();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  protected ended(): Promise<unknown> {
    return once(this.child, 'exit');
  }

  /** Waits until a browser that was just started can be spoken to. */
  protected async up(isUp: () => boolean): Promise<void> {
    const refused = () => {
      throw new Error('The browser ended instead of starting.');
    };
    await Promise.race([until('the browser', async () => isUp()), this.ended().then(refused)]);
  }

  private async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = this.ended();
    await Promise.race([this.quit(), ended]);
    await ended;
  }
}

/** Runs in a page, which may not have it yet: the middle of an element, in view. */
export function middleOf(selector: string): { x: number; y: number } | null {
  const element = document.querySelector(selector);
  if (element === null) return null;
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
