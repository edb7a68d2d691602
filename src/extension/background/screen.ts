import { limits } from '../../core/limits.ts';

/** What the screen is captured with. */
export interface ScreenDoor<Capture> {
  capture(window: number): Promise<Capture>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

interface Shared<Capture> {
  readonly window: number;
  readonly capture: Promise<Capture>;
}

/**
 * Captures of windows, no more than limits.ts allows: who asks while one is awaited, or shortly after, shares it.
 * None is kept for longer.
 */
export class Screen<Capture> {
  private readonly door: ScreenDoor<Capture>;
  private shared: Shared<Capture> | null = null;
  private freeFrom = 0;

  constructor(door: ScreenDoor<Capture>) {
    this.door = door;
  }

  /** @throws what the browser says when it can not be captured */
  show(window: number): Promise<Capture> {
    if (this.shared?.window !== window) this.share({ window, capture: this.capture(window) });
    return this.shared!.capture;
  }

  private share(shared: Shared<Capture>): void {
    this.shared = shared;
    const end = async (): Promise<void> => {
      await this.door.sleep(limits.screenShared);
      if (this.shared === shared) this.shared = null;
    };
    void shared.capture.then(end, end);
  }

  private async capture(window: number): Promise<Capture> {
    const wait = Math.max(0, this.freeFrom - this.door.now());
    this.freeFrom = this.door.now() + wait + limits.screenRest;
    await this.door.sleep(wait);
    return this.door.capture(window);
  }
}
