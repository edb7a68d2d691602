import { demoPages } from '../../scripts/demo/pages.ts';
import { hosts } from '../../scripts/demo/samples.ts';
import type { Answer, Answers } from '../../scripts/lib/sites.ts';
import { corpusAnswers } from '../corpus/corpus.ts';
import { corpusHosts } from './samples.ts';
import { loadingPage } from './ways.ts';

const html = (body: string): string => `<!doctype html><html lang="en"><title>Sample</title>${body}</html>`;

/** Pages that lead to `to`, in each way a web page can. */
const ways: Readonly<Record<string, (to: string) => Answer>> = {
  '/redirect': (to) => ({ status: 302, headers: { location: to } }),
  '/refresh': (to) => html(`<meta http-equiv="refresh" content="0; url=${to}">`),
  '/script': (to) => html(`<script>location.href = ${JSON.stringify(to)}</script>`),
  '/open': (to) => html(`<button onclick='window.open(${JSON.stringify(to)})'>Open</button>`),
  '/link': (to) => html(`<a href="${to}">A link</a>`),
  '/preconnect': (to) => html(`<link rel="preconnect" href="${to}"><a href="${to}">A link</a>`),
  '/frame': (to) => html(`<iframe src="${to}"></iframe>`),
  '/prerender': (to) =>
    html(
      `<script type="speculationrules">{"prerender":[{"urls":[${JSON.stringify(to)}],"eagerness":"immediate"}]}</script>
      <a href="${to}">A link</a>`,
    ),
};

/** A page that changes its address and its text without a load. */
const singlePage = html(`<main id="main">Start</main><script>
  window.go = (path, text) => { history.pushState(null, '', path); document.getElementById('main').textContent = text; };
</script>`);

/** A page that tells its site once it is painted and can be seen. */
const watchedPage = html(`<p>Here is something to see</p><script>
  const look = () => {
    if (getComputedStyle(document.documentElement).opacity === '1') fetch('/seen');
    else requestAnimationFrame(look);
  };
  new PerformanceObserver(look).observe({ type: 'paint', buffered: true });
</script>`);

/** A page whose head waits for a script that never comes: nothing is drawn, and its end is not read. */
const waitingPage =
  '<!doctype html><html lang="en"><head><title>Sample</title><script src="/never"></script>';

/** A page that asks for a script, and is drawn long after that. */
const slowPage = (script: string): string =>
  `<!doctype html><html lang="en"><head><title>Sample</title><script src="${script}"></script><script src="/slow"></script></html>`;
const slowly = 3_000;

/** A page whose service worker answers for the site from then on, without the network. */
const workerPage = html(`<p id="state">Starting</p><script>
  navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => {
    document.getElementById('state').textContent = 'The worker is there';
  });
</script>`);
const workerScript = `
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) => event.respondWith(
    new Response('<p>Here is the worker</p>', { headers: { 'content-type': 'text/html' } })));`;

/** The sites of the scenarios: the demo's, the corpus, `/way?to=URL` on any host, and "Here is HOST" for everything else. */
export function scenarioPages(port: () => number): Answers {
  const demo = demoPages(port);
  const corpus = corpusAnswers(() => `http://${corpusHosts.elsewhere}:${port()}`);
  return (host, path) => {
    if (Object.values<string>(corpusHosts).includes(host)) return corpus(host, path);
    const { pathname, searchParams } = new URL(`http://any.test${path}`);
    const way = ways[pathname];
    if (way !== undefined) return way(searchParams.get('to') ?? '');
    if (pathname.startsWith('/app')) return singlePage;
    if (pathname === '/watched') return watchedPage;
    if (pathname === '/waiting') return waitingPage;
    if (pathname === '/slow-page') return slowPage(searchParams.get('script') ?? '');
    if (pathname === '/slow') return new Promise((resolve) => setTimeout(() => resolve(''), slowly));
    if (pathname === '/never') return new Promise(() => {});
    if (pathname === '/worker') return workerPage;
    if (pathname === '/worker.js') {
      return { status: 200, headers: { 'content-type': 'text/javascript' }, body: workerScript };
    }
    if (pathname === '/loading') {
      return html(loadingPage(searchParams.get('kind') ?? '', searchParams.getAll('from')));
    }
    const isDemo = (Object.values(hosts) as string[]).includes(host) && pathname === '/';
    return (isDemo ? demo(host, path) : null) ?? html(`<p>Here is ${host}${pathname}</p>`);
  };
}
