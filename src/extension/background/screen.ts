import { limits } from '../../core/limits.ts';
import type { WindowPart } from '../page/scripts.ts';

/** Pixels of a picture: from where, and how large they are drawn. */
export interface Cut {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What the cut is drawn to, in pixels. */
  readonly drawn: { readonly width: number; readonly height: number };
}

/** How much more than the part is cut on each side: boxes are rounded, and a code is found more easily with a margin. */
const margin = 0.04;

/**
 * Where a part of the window is in a capture of it, which may have more pixels than the page knows of (the screen's
 * density, a zoomed page).
 *
 * @returns whole pixels inside the capture; null for a part without a pixel
 */
export function cutOf(
  capture: { readonly width: number; readonly height: number },
  part: WindowPart,
): Cut | null {
  const across = span(capture.width, part.x, part.width);
  const down = span(capture.height, part.y, part.height);
  if (part.width === 0 || part.height === 0) return null;
  const scale = Math.min(1, (2 * limits.readSide) / Math.max(across.length, down.length));
  const drawn = {
    width: Math.max(1, Math.round(across.length * scale)),
    height: Math.max(1, Math.round(down.length * scale)),
  };
  return { x: across.from, y: down.from, width: across.length, height: down.length, drawn };
}

function span(whole: number, start: number, length: number): { from: number; length: number } {
  const from = Math.max(0, Math.floor((start - margin * length) * whole));
  const to = Math.min(whole, Math.ceil((start + length * (1 + margin)) * whole));
  return { from, length: Math.max(1, to - from) };
}

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
