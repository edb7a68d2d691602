import { isAddressKey } from './entry.ts';
import { isPublicSuffix } from './suffix.ts';

/**
 * Sites that no list may stop as a whole: where browsers, systems and this extension get their updates, and where
 * people turn for help. A sub-domain or a path of one may be listed, the name itself and its parents may not.
 */
const protectedHosts = [
  'addons.mozilla.org',
  'aus5.mozilla.org',
  'chrome.google.com',
  'chromewebstore.google.com',
  'clients2.google.com',
  'clients2.googleusercontent.com',
  'update.googleapis.com',
  'safebrowsing.googleapis.com',
  'microsoftedge.microsoft.com',
  'edge.microsoft.com',
  'update.microsoft.com',
  'apps.apple.com',
  'swcdn.apple.com',
  'google.com',
  'bing.com',
  'baidu.com',
  'duckduckgo.com',
  'wikipedia.org',
  'github.com',
  'apple.com',
  'microsoft.com',
  'mozilla.org',
  'qq.com',
  'weixin.qq.com',
  'weibo.com',
  'x.com',
  'twitter.com',
  'youtube.com',
  'facebook.com',
  'instagram.com',
  'whatsapp.com',
  'linkedin.com',
  'reddit.com',
  'amazon.com',
  'taobao.com',
  'jd.com',
  'alipay.com',
  '12315.cn',
  'police.gov.cn',
  'mps.gov.cn',
  'gov.cn',
  'gov.hk',
  'gov.tw',
  'gov.sg',
  'gov.uk',
  'usa.gov',
  'ic3.gov',
  'sec.gov',
  'cftc.gov',
  'ftc.gov',
  'europa.eu',
] as const;

/** Why a key is never stopped, in the order they are looked at. */
export type Protection = 'single_label' | 'public_suffix' | 'protected';

/**
 * Why a key must not be stopped, whatever a list says; null when it may be.
 *
 * @param key a canonical key; addresses and paths are never protected
 * @param ownHosts further hosts to protect: those of the feeds that the browser follows
 */
export function protection(key: string, ownHosts: readonly string[] = []): Protection | null {
  if (isAddressKey(key) || key.includes('/')) return null;
  if (!key.includes('.') && !key.startsWith('[')) return 'single_label';
  if (isPublicSuffix(key)) return 'public_suffix';
  return covers(key, protectedHosts) || covers(key, ownHosts) ? 'protected' : null;
}

function covers(key: string, hosts: readonly string[]): boolean {
  return hosts.some(
    (host) => host === key || host.endsWith(`.${key}`) || host === `www.${key}` || key === `www.${host}`,
  );
}
