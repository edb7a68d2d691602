import { parseWebUrl, type Site, siteOfUrl, withoutWww } from './hostname.ts';
import { keysCovering, pathKeys } from './verdict.ts';

/*
 * One page has more addresses than its own: services show the pages of others (translators, archives, readers), and some
 * answer at several names. An entry of the page holds at all of them.
 */

/** Pages within pages that are looked at: the translation of an archived page, and no more than that. */
const DEPTH = 3;

/** Every key that would cover the page at an address, whichever way it is shown; none for what is no web page. */
export function pageKeys(text: string, depth = DEPTH): string[] {
  const url = parseWebUrl(text);
  const site = url && siteOfUrl(url);
  if (!url || !site) return [];
  return isOrdinary(site) ? keysCovering(site) : allKeys(url, site, depth);
}

function allKeys(url: URL, site: Site, depth: number): string[] {
  const shown = depth === 0 ? [] : shownBy(url, site);
  return [
    ...keysCovering(site),
    ...twinsOf(site).flatMap(keysCovering),
    ...otherPlaces(site).flatMap(pathKeys),
    ...ipfsKeys(site),
    ...shown.flatMap((page) => pageKeys(page, depth - 1)),
  ];
}

/** Services that show the page which a part of their query names. */
const viewers: Readonly<Record<string, string>> = {
  'translate.yandex.com': 'url',
  'translate.yandex.ru': 'url',
  'translatetheweb.com': 'a',
  'microsofttranslator.com': 'a',
  'fanyi.baidu.com': 'query',
  'papago.naver.net': 'url',
  'removepaywall.com': 'url',
};

/** Services that show the page which their path names. */
const pathViewers = new Set([
  ...['r.jina.ai', '12ft.io', 'outline.com', 'txtify.it', 'via.hypothes.is', 'freedium.cfd', 'smry.ai'],
  ...[
    'web.archive.org',
    'archive.ph',
    'archive.is',
    'archive.today',
    'archive.md',
    'archive.li',
    'archive.vn',
  ],
  ...['archive.fo', 'removepaywalls.com'],
]);

/** Services with a name for each site they show: the page's own address stands in the path. */
const PATH_VIEWER = /\.(?:cdn\.ampproject\.org|bing-amp\.com|translated\.turbopages\.org)$/;

/** The addresses of the pages that a page shows in its own place. */
function shownBy(url: URL, { host, path }: Site): string[] {
  const name = withoutWww(host);
  if (name.endsWith('.translate.goog')) return [hostOfLabel(name.slice(0, name.indexOf('.'))) + path];
  if (name.startsWith('translate.google.')) return inQuery(url, 'u');
  if (name === 'whatsapp.com' || name.endsWith('.whatsapp.com'))
    return inQuery(url, 'phone').map((phone) => `wa.me/${phone.replace(/\D/g, '')}`);
  const isAmp = name === 'google.com' && path.startsWith('/amp/');
  if (pathViewers.has(name) || isAmp || PATH_VIEWER.test(name)) return inPath(url);
  const part = Object.hasOwn(viewers, name) ? viewers[name] : undefined;
  return part === undefined ? [] : inQuery(url, part);
}

/** `my--shop-example` is `my-shop.example`. */
const hostOfLabel = (label: string): string => label.replace(/--?/g, (run) => (run === '-' ? '.' : '-'));

const inQuery = ({ searchParams }: URL, name: string): string[] => searchParams.getAll(name).slice(0, 1);

/** What follows a scheme, else what begins with a part that has a dot, as hosts do. */
function inPath({ href, origin }: URL): string[] {
  const path = decoded(href.slice(origin.length + 1));
  const scheme = /(?:^|[/=])https?(?::\/*|\/)/i.exec(path);
  if (scheme !== null) return [path.slice(scheme.index + scheme[0].length)];
  const parts = path.split('/');
  const first = parts.findIndex((part) => part.includes('.'));
  return first === -1 ? [] : [parts.slice(first).join('/')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Ends of names under which one site answers alike. */
const twinEnds: readonly (readonly string[])[] = [
  ['.eth.limo', '.eth.link', '.eth.ac'],
  ['.web.app', '.firebaseapp.com'],
  ['.vercel.app', '.now.sh'],
];

/** The same site at its service's other names. */
function twinsOf({ host, path }: Site): Site[] {
  const ends = twinEnds.find((group) => group.some((end) => host.endsWith(end))) ?? [];
  const end = ends.find((one) => host.endsWith(one)) ?? '';
  const twins = ends
    .filter((other) => other !== end)
    .map((other) => ({ host: host.slice(0, -end.length) + other, path }));
  const [, user, rest] = (host === 'medium.com' && /^\/@([^/]+)(.*)$/.exec(path)) || [];
  return user === undefined ? twins : [{ host: `${user.toLowerCase()}.medium.com`, path: rest! }];
}

/** Hosts at which a service has the same paths. The first is its usual one. */
const samePaths: readonly (readonly string[])[] = [
  ['t.me', 'telegram.me', 'telegram.dog'],
  ['telegra.ph', 'graph.org'],
  ['bit.ly', 'bitly.com', 'j.mp'],
  ['x.com', 'twitter.com', 'mobile.twitter.com', 'mobile.x.com'],
  ['facebook.com', 'm.facebook.com', 'mbasic.facebook.com', 'web.facebook.com', 'fb.com'],
  ['youtube.com', 'm.youtube.com'],
  ['reddit.com', 'old.reddit.com', 'np.reddit.com', 'new.reddit.com'],
  ['discord.com', 'discordapp.com', 'ptb.discord.com', 'canary.discord.com'],
  ['tiktok.com', 'm.tiktok.com'],
  ['vk.com', 'm.vk.com', 'vk.ru'],
];
const groupOf = new Map(samePaths.flatMap((group) => group.map((host) => [host, group] as const)));

/** Services, by their usual host, that take capitals and small letters in a path for the same. */
const caseless = new Set([
  ...[
    't.me',
    'github.com',
    'x.com',
    'facebook.com',
    'instagram.com',
    'reddit.com',
    'medium.com',
    'tiktok.com',
  ],
  ...['linktr.ee', 'vk.com'],
]);

/** The same page elsewhere at its service. Only entries of pages count there: another host of it may be listed as a whole. */
function otherPlaces({ host, path }: Site): Site[] {
  const [home, place] = homeOf(withoutWww(host), path);
  if (place === '') return [];
  const hosts = groupOf.get(home) ?? [home];
  const usual = hosts[0]!;
  const paths = [place, ...(caseless.has(usual) ? [place.toLowerCase()] : [])];
  const all = usual === 't.me' ? paths.flatMap((one) => [one, `/s${one}`]) : paths;
  return hosts.flatMap((one) => all.map((at) => ({ host: one, path: at })));
}

/** The host and path at which a service usually has its page. */
function homeOf(host: string, path: string): readonly [host: string, path: string] {
  if (host.endsWith('.t.me')) return ['t.me', `/${host.slice(0, -'.t.me'.length)}${path}`];
  if (host.endsWith('.medium.com')) return ['medium.com', `/@${host.slice(0, -'.medium.com'.length)}${path}`];
  if (host === 'discord.gg') return ['discord.com', `/invite${path}`];
  if (host.endsWith('.google.com')) return [host, path.replace(/\/u\/\d+(?=\/|$)/, '')];
  return groupOf.get(host)?.[0] === 't.me' ? ['t.me', path.replace(/^\/s(?=\/)/, '')] : [host, path];
}

/** Gateways that show what lies in IPFS, under `/ipfs/<content>` or under a name for each content. */
const gateways = [
  ...[
    'ipfs.io',
    'dweb.link',
    'gateway.pinata.cloud',
    'cloudflare-ipfs.com',
    'cf-ipfs.com',
    'w3s.link',
    '4everland.io',
  ],
  ...[
    'nftstorage.link',
    'gateway.ipfs.io',
    'ipfs.infura.io',
    'infura-ipfs.io',
    'fleek.cool',
    'storry.tv',
    'hardbin.com',
  ],
];
const CONTENT_PATH = /^\/ipfs\/([A-Za-z0-9]{46,})(.*)$/;
const CONTENT_HOST = /^([a-z0-9]{46,})\.ipfs\.(.*)$/;

/** The same content at other gateways. */
function ipfsKeys({ host, path }: Site): string[] {
  const named = CONTENT_HOST.exec(host);
  const [, content, rest] = CONTENT_PATH.exec(path) ?? [];
  const id = named?.[1] ?? content;
  if (id === undefined) return [];
  const below = named === null ? rest! : path;
  return gateways.flatMap((gateway) => [
    `${id}.ipfs.${gateway}`,
    ...pathKeys({ host: gateway, path: `/ipfs/${id}${below}` }),
  ]);
}

/** The last two labels of every service above. */
const services = new Set(
  [
    ...[...Object.keys(viewers), ...pathViewers, ...twinEnds.flat(), ...groupOf.keys(), ...caseless],
    ...['translate.goog', 'whatsapp.com', 'google.com', 'discord.gg', 'ampproject.org', 'bing-amp.com'],
    'turbopages.org',
  ].map(lastTwoLabels),
);

function lastTwoLabels(host: string): string {
  return host.slice(host.lastIndexOf('.', host.lastIndexOf('.') - 1) + 1);
}

/** Most sites have one address: they are told by a look at their name, which takes a tenth of a microsecond. */
function isOrdinary({ host, path }: Site): boolean {
  const isOfService = services.has(lastTwoLabels(host)) || host.startsWith('translate.google.');
  return !isOfService && !host.includes('.ipfs.') && !path.startsWith('/ipfs/');
}
