/** Sample paths with all that a key may hold, short ones and such as Chromium takes no pattern for. */
export const spelledPaths: readonly string[] = [
  '/spelled/Name-01_x.y~z',
  "/s(1)/y'z/@me:8/a+b,c!d$e&f=g;h",
  '/star*1/x',
  '/caf%C3%A9/%E4%BD%A0',
  '/p%7Cq/%5Bc%5D/%22d%22/%20e%5E%60%7Bf%7D',
  '/100%25',
  '/100%25/x%25zz',
  `/long/Name-01_x.y~z/${'Sample-Form_01.'.repeat(6)}`,
  `/long(1)/y'z/@me:8/a+b,c!d$e&f=g;h/${'sample'.repeat(14)}`,
  `/long-caf%C3%A9/%E4%BD%A0/${'sample'.repeat(14)}`,
  `/long-p%7Cq/%5Bc%5D/%20e/${'sample'.repeat(14)}`,
  `/long-100%25/${'sample'.repeat(14)}`,
];

const escaped = (char: string, isUpper: boolean): string => {
  const hex = char.charCodeAt(0).toString(16).padStart(2, '0');
  return `%${isUpper ? hex.toUpperCase() : hex}`;
};

/** How the path can be written, by name. Whether it is still the listed path is for the verdict to say. */
export function spellingsOf(path: string): Readonly<Record<string, string>> {
  const at = (index: number, isUpper = true) =>
    path.slice(0, index) + escaped(path[index]!, isUpper) + path.slice(index + 1);
  const each = (chars: RegExp, isUpper: boolean) =>
    path.replace(/%[0-9A-F]{2}|./g, (piece) =>
      piece.length === 1 && piece !== '/' && chars.test(piece) ? escaped(piece, isUpper) : piece,
    );
  return {
    plain: path,
    decoded: decode(path),
    lowerEscapes: path.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    firstLetter: at(1),
    lastCharacter: /%[0-9A-F]{2}$/.test(path) ? path : at(path.length - 1, false),
    letters: each(/[a-z]/i, false),
    marks: each(/[-._~]/, true),
    marksLower: each(/[-._~]/, false),
    delimiters: each(/[!$&'()*+,;=:@]/, true),
    delimitersLower: each(/[!$&'()*+,;=:@]/, false),
    doubled: path.replaceAll('/', '//'),
    doubledOnce: path.replace(/\/([^/]*)$/, '//$1'),
    trebled: `//${path}`,
    backslashes: path.replaceAll('/', '\\'),
    finalSlash: `${path}/`,
    finalSlashes: `${path}//`,
    below: `${path}/below`,
    dotSegment: `/.${path}`,
    dotsUp: `/x/..${path}`,
    escapedDot: `/%2e${path}`,
    escapedDotsUp: `/x/%2E%2e${path}`,
    halfEscapedDotsUp: `/x/.%2E${path}`,
    finalDot: `${path}/.`,
    finalUp: `${path}/x/..`,
    tab: `${path.slice(0, 3)}\t${path.slice(3)}`,
    params: `${path};x=1`,
    paramsBelow: `${path}/;x=1`,
    slashEscaped: `/${path.slice(1).replaceAll('/', '%2F')}`,
    capitals: path.toUpperCase(),
    prefix: `/other${path}`,
    longer: `${path}x`,
    twice: `${path}/x${path}`,
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path).replace(/[?#]/g, encodeURIComponent);
  } catch {
    return path;
  }
}

/** How host and end can be written around a path. */
export function addressesOf(
  host: string,
  port: number,
  path: string,
  id: string,
): Readonly<Record<string, string>> {
  const to = (before: string, name: string, end: string) => `http://${before}${name}:${port}${path}${end}`;
  const query = `?m=${id}`;
  return {
    host: to('', host, query),
    www: to('', `www.${host}`, query),
    capitals: to('', host.toUpperCase(), query),
    finalDot: to('', `${host}.`, query),
    user: to('me:secret@', host, query),
    userLikeHost: to('bank.test@', host, query),
    userEscaped: to('a%2Fb:c%40d@', host, query),
    userWithAt: to('a@b:c@', host, query),
    userWithPath: to('a%3Fb%23c@', host, query),
    queryTwice: to('', host, `??${query.slice(1)}`),
    queryOfPath: to('', host, `${query}&to=${path}`),
    queryOfAddress: to('', host, `${query}&to=http://x:1${path}`),
    fragment: to('', host, `${query}#${path}`),
    below: to('', `deep.${host}`, query),
    other: to('', `not${host}`, query),
  };
}
