import { isAddressKey } from './entry.ts';
import { hostAndParents } from './hostname.ts';
import { isPublicSuffix } from './suffix.ts';

/**
 * Sites that no list may stop as a whole: where browsers, systems and this extension get their updates, and where
 * people turn for help. A sub-domain or a path of one may be listed, the name itself and its parents may not.
 */
export const protectedHosts = [
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

/**
 * Hosts that many people put their own pages on without the Public Suffix List knowing it. One bad page there is
 * listed by its path. (Real lists carry some of these whole: four of them were among 351,000 names.)
 */
export const sharedHosts = [
  'storage.googleapis.com',
  'storage.cloud.google.com',
  'firebasestorage.googleapis.com',
  'sites.google.com',
  'docs.google.com',
  'drive.google.com',
  'script.google.com',
  'forms.gle',
  'forms.office.com',
  'onedrive.live.com',
  '1drv.ms',
  'dropbox.com',
  's3.amazonaws.com',
  'raw.githubusercontent.com',
  'gist.github.com',
  'ipfs.io',
  'gateway.pinata.cloud',
  'archive.org',
  'web.archive.org',
  't.me',
  'telegra.ph',
  'discord.com',
  'discord.gg',
  'medium.com',
  'mirror.xyz',
  'substack.com',
  'wordpress.com',
  'linktr.ee',
  'calendly.com',
  'typeform.com',
  'jotform.com',
  'on.soundcloud.com',
  'soundcloud.com',
  'opensea.io',
  'etherscan.io',
  'bit.ly',
  't.co',
  'tinyurl.com',
  'is.gd',
  'cutt.ly',
  'rebrand.ly',
  'goo.gl',
] as const;

/** Why a key is never stopped, in the order they are looked at. */
export type Protection = 'single_label' | 'public_suffix' | 'shared' | 'protected';

const shared = namesCovering(sharedHosts);
const named = namesCovering(protectedHosts);

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
  if (shared.has(key)) return 'shared';
  return named.has(key) || ownHosts.some((host) => isCovered(host, key)) ? 'protected' : null;
}

const isCovered = (host: string, key: string): boolean => host === key || host.endsWith(`.${key}`);

/** Every key that would stop one of the hosts: the host, its `www.`, and its parents. */
function namesCovering(hosts: readonly string[]): Set<string> {
  return new Set(hosts.flatMap((host) => [`www.${host}`, ...hostAndParents(host)]));
}
