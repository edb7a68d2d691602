import { limits } from '../../core/limits.ts';

/**
 * Waits until a page or frame has arrived and is rendered, so that what nobody sees costs nothing and nothing stands in
 * the way of its first picture: browsers draw no frame of what is hidden, and a frame without a size shows nothing.
 *
 * @param begin called once
 * @returns how to give up waiting
 */
export function whenShown(begin: () => void): () => void {
  const stopper = new AbortController();
  const { signal } = stopper;
  const look = (): void => {
    if (signal.aborted) return;
    if (innerWidth === 0 || innerHeight === 0) {
      addEventListener('resize', look, { once: true, signal });
      return;
    }
    stopper.abort();
    begin();
  };
  let waits = true;
  const arrived = (): void => {
    if (waits && !signal.aborted) requestAnimationFrame(look);
    waits = false;
  };
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', arrived, { once: true, signal });
    setTimeout(arrived, limits.arrival);
  } else arrived();
  return () => stopper.abort();
}
