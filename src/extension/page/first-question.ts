import type { News, PageReply } from '../messages.ts';
import { pageUrl } from './address-bar.ts';
import { endPage } from './first-page.ts';
import type { Background } from './line.ts';
import { isAhead } from './shown.ts';

/** What a page asks before the guard is run: its verdict does not wait until the page is drawn. */
export interface FirstQuestion {
  readonly page: Promise<PageReply>;
  /** Takes the answer, if it is good still, and the newest of each sort of news that came. From then on the guard hears. */
  take(): { readonly page: Promise<PageReply> | null; readonly news: readonly News[] };
}

/** Asks for the page's verdict. @returns null for a page that is made ready ahead: it asks when it is shown */
export function askFirst({ send, onNews }: Background): FirstQuestion | null {
  if (isAhead()) return null;
  const url = pageUrl();
  const page = send('guard.page', { url });
  // The stop page is on its way: what is here needs to do nothing more. Rejected, the guard asks again.
  page.then(({ verdict }) => verdict === 'stop' && endPage()).catch(() => {});
  let isOld = false;
  // Whoever tells a page something that it hears does not tell it again.
  const missed = new Map<News['baize'], News>();
  const endNews = onNews((news) => {
    if (news.baize === 'changed') isOld = true;
    else missed.set(news.baize, news);
    return undefined;
  });
  // Into the cache that `back` opens, where no news comes.
  addEventListener('pagehide', () => (isOld = true), { once: true });
  const take = () => {
    endNews();
    return { page: isOld || url !== pageUrl() ? null : page, news: [...missed.values()] };
  };
  return { page, take };
}
