import { limits } from '../../../core/limits.ts';
import type { ReadScreen, WindowPart } from '../scripts.ts';

/** How often a picture that moves is waited for. */
const tries = 5;

/**
 * Reads a picture from the screen, once all of it is in view and has stood still for as long as a capture may be old. Only the page itself can be read so: a
 * frame does not know where in the window it is.
 */
export async function readFromScreen(
  element: Element,
  screen: ReadScreen,
): Promise<readonly string[] | null> {
  if (window !== window.top) return null;
  await inView(element);
  for (let i = 0; i < tries; i += 1) {
    const before = element.getBoundingClientRect();
    await new Promise((done) => setTimeout(done, limits.screenShared));
    const box = element.getBoundingClientRect();
    if (box.x === before.x && box.y === before.y) return screen(partOf(box));
  }
  return null;
}

function inView(element: Element): Promise<void> {
  return new Promise((done) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ intersectionRatio }) => intersectionRatio > 0.98)) return;
        observer.disconnect();
        done();
      },
      { threshold: 0.99 },
    );
    observer.observe(element);
  });
}

/** What the window shows of a box, which may be enlarged by two fingers; all zero when it shows nothing of it. */
export function partOf({ left, top, right, bottom }: DOMRectReadOnly): WindowPart {
  const { offsetLeft, offsetTop, scale } = window.visualViewport ?? { offsetLeft: 0, offsetTop: 0, scale: 1 };
  const acrossOf = (x: number) => share(((x - offsetLeft) * scale) / innerWidth);
  const downOf = (y: number) => share(((y - offsetTop) * scale) / innerHeight);
  const [x, y] = [acrossOf(left), downOf(top)];
  return { x, y, width: acrossOf(right) - x, height: downOf(bottom) - y };
}

const share = (value: number): number => Math.min(1, Math.max(0, value));
