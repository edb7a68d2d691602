import type { PageReply } from '../messages.ts';
import { pageUrl } from './address-bar.ts';
import type { Background } from './line.ts';

/** What a page asks before the guard is run: its verdict does not wait until the page is drawn. */
export interface FirstQuestion {
  readonly url: string;
  readonly page: Promise<PageReply>;
}

/** Asks for the page's verdict. @returns null for a page that is made ready ahead: it asks when it is shown */
export function askFirst({ send }: Background): FirstQuestion | null {
  if ((document as { prerendering?: boolean }).prerendering === true) return null;
  const url = pageUrl();
  const page = send('guard.page', { url });
  // The guard takes it up, or asks again.
  page.catch(() => {});
  return { url, page };
}
