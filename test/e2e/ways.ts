/**
 * Every way in which a page loads something from another host without showing it as a page, by name. `of` gives the
 * address to load, for a path.
 */
type Way = (of: (path: string) => string) => string;

const script = (body: string) => `<script>${body}</script>`;

const everywhere: Readonly<Record<string, Way>> = {
  script: (of) => `<script src="${of('script')}"></script>`,
  module: (of) => `<script type="module" src="${of('module')}"></script>`,
  import: (of) => script(`import('${of('import')}').catch(() => 0)`),
  sheet: (of) => `<link rel="stylesheet" href="${of('sheet')}">`,
  sheetImport: (of) => `<style>@import url(${of('sheetImport')});</style>`,
  background: (of) => `<p style="background: url(${of('background')})">text</p>`,
  font: (of) => `<style>@font-face { font-family: far; src: url(${of('font')}) }</style>
    <p style="font-family: far">text</p>`,
  image: (of) => `<img src="${of('image')}">`,
  sourceSet: (of) => `<img srcset="${of('sourceSet')} 1x">`,
  vector: (of) =>
    `<svg width="9" height="9"><image href="${of('vector')}" width="9" height="9"></image></svg>`,
  video: (of) => `<video src="${of('video')}" preload="auto" muted></video>`,
  audio: (of) => `<audio src="${of('audio')}" preload="auto"></audio>`,
  fetch: (of) =>
    script(`fetch('${of('fetch')}', { method: 'POST', mode: 'no-cors', body: 'words' }).catch(() => 0)`),
  keptAlive: (of) =>
    script(`fetch('${of('keptAlive')}', { keepalive: true, mode: 'no-cors' }).catch(() => 0)`),
  xhr: (of) =>
    script(`{ const ask = new XMLHttpRequest(); ask.open('POST', '${of('xhr')}'); ask.send('words'); }`),
  beacon: (of) => script(`navigator.sendBeacon('${of('beacon')}', 'words')`),
  socket: (of) => script(`new WebSocket('${of('socket').replace('http', 'ws')}')`),
  events: (of) => script(`new EventSource('${of('events')}')`),
  worker: (of) => script(`new Worker(URL.createObjectURL(new Blob(["importScripts('${of('worker')}')"])))`),
  prefetch: (of) => `<link rel="prefetch" href="${of('prefetch')}">`,
  preload: (of) => `<link rel="preload" as="script" href="${of('preload')}">`,
  modulePreload: (of) => `<link rel="modulepreload" href="${of('modulePreload')}">`,
  fetchRedirect: (of) =>
    script(`fetch('/redirect?to=${of('fetchRedirect')}', { mode: 'no-cors' }).catch(() => 0)`),
  imageRedirect: (of) => `<img src="/redirect?to=${of('imageRedirect')}">`,
  scriptRedirect: (of) => `<script src="/redirect?to=${of('scriptRedirect')}"></script>`,
};

/** Firefox has the `ping` of links switched off. */
const chromiumOnly: Readonly<Record<string, Way>> = {
  ping: (of) =>
    `<a href="#here" ping="${of('ping')}">A link</a>${script(`
      document.currentScript.previousElementSibling.click();
      history.replaceState(null, '', location.pathname + location.search);`)}`,
};

/** The ways that a browser knows. */
export const waysOf = (kind: string): readonly string[] =>
  Object.keys(kind === 'chromium' ? { ...everywhere, ...chromiumOnly } : everywhere);

/** A page with all ways to each of some hosts, given as `http://host:port`. */
export function loadingPage(kind: string, bases: readonly string[]): string {
  const ways = kind === 'chromium' ? { ...everywhere, ...chromiumOnly } : everywhere;
  const parts = bases.flatMap((base) => Object.values(ways).map((way) => way((path) => `${base}/${path}`)));
  return parts.join('\n');
}
