import { limits } from '../../core/limits.ts';

/** Whether the page is made ready ahead of a visit that may never come. */
export const isAhead = (): boolean => (document as { prerendering?: boolean }).prerendering === true;

/**
 * Waits until a page has arrived and is drawn, so that nothing stands in the way of its first picture. No browser draws
 * a page in a hidden tab; it is not waited for longer, as its verdict may change.
 *
 * @param begin called once
 */
export function whenDrawn(begin: () => void): void {
  if (isAhead()) {
    document.addEventListener('prerenderingchange', () => whenDrawn(begin), { once: true });
    return;
  }
  let waits = true;
  const drawn = (): void => {
    if (waits) begin();
    waits = false;
  };
  whenArrived(() => {
    afterPicture(drawn);
    setTimeout(drawn, limits.drawing);
  });
}

/**
 * An animation frame's callback runs before the picture of its frame; a task that it leaves behind runs after it. Other
 * threads bring the picture to the screen then: on a machine of two cores they are not to be disturbed either.
 */
function afterPicture(call: () => void): void {
  requestAnimationFrame(() => setTimeout(call, limits.presenting));
}

/**
 * Waits until a frame has arrived and is rendered, so that what nobody sees costs nothing: browsers draw no frame of
 * what is hidden, and a frame without a size shows nothing.
 *
 * @param begin called once
 */
export function whenShown(begin: () => void): void {
  const look = (): void => {
    if (innerWidth === 0 || innerHeight === 0) addEventListener('resize', look, { once: true });
    else begin();
  };
  whenArrived(() => afterPicture(look));
}

function whenArrived(call: () => void): void {
  if (document.readyState !== 'loading') {
    call();
    return;
  }
  let waits = true;
  const arrived = (): void => {
    if (waits) call();
    waits = false;
  };
  addEventListener('DOMContentLoaded', arrived, { once: true });
  setTimeout(arrived, limits.arrival);
}
