import type { Handler } from './handlers.ts';

/**
 * A guard asks what a picture says whose pixels its page may not have: the screen is read, for the page that is shown
 * and not for its frames. Only when that says nothing, and the person asked about a picture there, is it fetched.
 */
export const read: Handler<'guard.picture'> = async ({ pictures }, part, { tab, frame, active }) => {
  if (tab === null || !active) return null;
  const texts = frame === 0 ? await pictures.readScreen(tab, part).catch(() => null) : null;
  if (texts !== null) return texts;
  const src = pictures.takeAsked(tab, frame);
  return src === null ? null : pictures.readAddress(src).catch(() => null);
};
