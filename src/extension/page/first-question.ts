import { limits } from '../../core/limits.ts';
import type { PageReply } from '../messages.ts';
import { pageUrl } from './address-bar.ts';
import { endPage } from './first-page.ts';
import type { Background } from './line.ts';
import { isAhead } from './shown.ts';

/** What a page asks before the guard is run: its verdict does not wait until the page is drawn. */
export interface FirstQuestion {
  readonly page: Promise<PageReply>;
  /** Whether the answer is good still: whoever does not run yet does not hear of a new list. */
  holds(): boolean;
}

/** Asks for the page's verdict. @returns null for a page that is made ready ahead: it asks when it is shown */
export function askFirst({ send }: Background): FirstQuestion | null {
  if (isAhead()) return null;
  const url = pageUrl();
  const page = send('guard.page', { url });
  // The stop page is on its way: what is here needs to do nothing more. Rejected, the guard asks again.
  page.then(({ verdict }) => verdict === 'stop' && endPage()).catch(() => {});
  const until = performance.now() + limits.firstVerdict;
  let left = false;
  // Into the cache that `back` opens, where no time passes.
  addEventListener('pagehide', () => (left = true), { once: true });
  return { page, holds: () => !left && url === pageUrl() && performance.now() < until };
}
