import { hosts as demoHosts, listedPath, type Sample, samples } from '../../scripts/demo/samples.ts';

export { listedAddresses, listedPath, ordinaryAddresses } from '../../scripts/demo/samples.ts';

/** Hosts of the scenarios, beside those of the demo. Every one answers with a page; see pages.ts. */
export const hosts = {
  ...demoHosts,
  /** A listed name that is not ASCII: 例え.test. */
  idn: 'xn--r8jz45g.test',
  subdomain: 'deep.www.quick-profit.test',
  /** Names that look like a listed one and are not. */
  neighbours: [
    'notquick-profit.test',
    'profit.test',
    'quick-profit.test.neighbour.test',
    'quick-profits.test',
  ],
  /** Browsers run service workers and prerender on `https:` and on names under `localhost`. */
  secure: 'pages.localhost',
  worker: 'offers.localhost',
  /** A second listed site. */
  other: 'prize-vault.test',
} as const;

/** Labels that browsers request and no list can name. */
const oddLabels = ['-a', 'a-', 'a~b', "a'b", '{a}', 'a$b', 'a_-.-b', 'x'.repeat(64)];
/** Hosts below a listed site, and below one under caution. */
export const oddHosts = {
  listed: oddLabels.map((label) => `${label}.${hosts.listed}`),
  caution: oddLabels.map((label) => `${label}.${hosts.caution}`),
} as const;

/** Where the corpus is served; both hosts answer with the same pages. */
export const corpusHosts = { pages: 'pages.test', elsewhere: 'elsewhere.test' } as const;

/** A listed address of the internet: on loopback, so that nothing leaves the machine. */
export const listedIp = '127.0.0.2';

/** A listed address that has another form in IPv6; nobody's (RFC 5737). */
export const documentedIp = '203.0.113.7';

/** Listed paths of lengths that patterns cannot tell in Chromium, on a host that many share. */
export const longPaths: readonly string[] = [
  `/ipfs/${'bafy2sample3path4'.repeat(4)}`.slice(0, 65),
  `/forms/${'Sample-Form_01'.repeat(14)}`.slice(0, 200),
  `/deep${'/below-this'.repeat(82)}`.slice(0, 900),
];
/** The same with all that can be spelled otherwise. */
export const longOddPath = `/caf%C3%A9/%5Bx%5D/100%25/@me:8/${'Sample-Form_01'.repeat(6)}`;
/** A listed path with what browsers escape, or not. */
export const oddPath = '/caf%C3%A9/a;b';
/** One with signs that may stand for themselves; all but letters would be too long for the richest pattern. */
export const signPath = '/Signs-of_1/~me@8:a,b/100%25';

/** What the extension's package carries. */
export const baseline: readonly Sample[] = [
  ...samples,
  { key: hosts.idn, kind: 'phishing', reason: 'Sample entry.' },
  { key: `${hosts.secure}${listedPath}`, kind: 'giveaway', reason: 'Sample entry.' },
  { key: hosts.other, kind: 'giveaway', reason: 'Sample entry.' },
  { key: listedIp, kind: 'malware', reason: 'Sample entry.' },
  { key: documentedIp, kind: 'malware', reason: 'Sample entry.' },
  ...[...longPaths, longOddPath, oddPath, signPath].map(
    (path): Sample => ({ key: `${demoHosts.sharing}${path}`, kind: 'phishing', reason: 'Sample entry.' }),
  ),
];

/** Every name that a browser of the scenarios must find on this machine. */
export const allHosts: readonly string[] = [
  ...Object.values(hosts).flat(),
  ...Object.values(oddHosts).flat(),
  ...Object.values(corpusHosts),
  'www.quick-profit.test',
  'www.hosting.test',
  'deep.hosting.test',
];
