/**
 * Seeded sample data in the shape of real lists: the same seed gives the same names on every machine. No name here
 * belongs to anybody: the words are put together by chance and every one ends in `.example` or `.test`.
 */
const WORDS =
  'claim airdrop wallet secure verify connect token swap stake bridge reward mint vault portal migrate sync dapp event bonus drop'.split(
    ' ',
  );
const BRANDS = 'metabase coinwave phantos trustle ledgero uniswop opensail binanta kraklen okxa'.split(' ');
const SUFFIXES = [
  'example',
  'test',
  'com.example',
  'net.example',
  'io.test',
  'xyz.test',
  'app.example',
  'pages.example',
];

/** A small seeded generator of numbers in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` distinct host names that look like a scam list's, about 25 characters each. */
export function scamHosts(count: number, seed = 1): string[] {
  const next = random(seed);
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)]!;
  const hosts = new Set<string>();
  while (hosts.size < count) {
    const name = `${pick(WORDS)}-${pick(BRANDS)}${next() < 0.8 ? Math.floor(next() * 100_000) : ''}`;
    hosts.add(`${next() < 0.15 ? `${pick(WORDS)}.` : ''}${name}.${pick(SUFFIXES)}`);
  }
  return [...hosts];
}

/** `count` distinct paths on hosts that many share, as lists have them: short pages, forms and content addresses. */
export function scamPaths(count: number, seed = 1): string[] {
  const next = random(seed);
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)]!;
  const code = (length: number) =>
    Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz234567'[Math.floor(next() * 32)]).join('');
  const shapes = [
    () => `pages.example/${pick(WORDS)}-${pick(BRANDS)}`,
    () => `files.test/${pick(WORDS)}/${code(12)}/${pick(BRANDS)}.html`,
    () => `forms.example/forms/d/e/1${code(55)}/viewform`,
    () => `gateway.test/ipfs/b${code(58)}`,
    () => `gateway.test/ipfs/Q${code(45)}/${pick(WORDS)}.html`,
  ];
  const paths = new Set<string>();
  while (paths.size < count) paths.add(shapes[Math.floor(next() * shapes.length)]!());
  return [...paths];
}
