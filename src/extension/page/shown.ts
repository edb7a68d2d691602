import { limits } from '../../core/limits.ts';

/**
 * Waits until a page or frame has arrived and is rendered, so that what nobody sees costs nothing and nothing stands in
 * the way of its first picture: browsers draw no frame of what is hidden, and a frame without a size shows nothing.
 *
 * @param begin called once
 * @returns how to give up waiting
 */
export function whenShown(begin: () => void): () => void {
  let waits = true;
  const end = (): void => {
    waits = false;
    removeEventListener('resize', look);
    removeEventListener('DOMContentLoaded', arrived);
  };
  const look = (): void => {
    if (!waits) return;
    if (innerWidth === 0 || innerHeight === 0) {
      addEventListener('resize', look);
      return;
    }
    end();
    begin();
  };
  let isHere = false;
  const arrived = (): void => {
    if (!isHere) requestAnimationFrame(look);
    isHere = true;
  };
  if (document.readyState !== 'loading') arrived();
  else {
    addEventListener('DOMContentLoaded', arrived);
    setTimeout(arrived, limits.arrival);
  }
  return end;
}
