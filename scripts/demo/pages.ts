import type { Answers } from '../lib/sites.ts';
import { hosts, listedAddresses, listedPath, ordinaryAddresses } from './samples.ts';

const style = `
  body { font: 18px/1.6 system-ui, 'Noto Sans CJK SC', sans-serif; margin: 0; color: #22262b; background: #f6f5f1; }
  main { max-width: 42rem; margin: 3rem auto; padding: 2rem 2.5rem; background: #fff; border-radius: 12px; }
  h1 { line-height: 1.25; margin-top: 0; } code { overflow-wrap: anywhere; } a { color: #0b5cad; }
  small { color: #5c636b; } iframe { width: 100%; height: 16rem; border: 1px solid #c9ccd1; }`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style>
<main><h1>${title}</h1>${body}<p><small>Sample page of the Baize demo. 这是白泽演示用的示例页面。</small></p></main></html>`;

/** The pages of the demo's sites. @param port the port they are served on, for links from one to another */
export function demoPages(port: () => number): Answers {
  const url = (host: string, path = '/') => `http://${host}:${port()}${path}`;
  const link = (host: string, text: string, path = '/') =>
    `<li><a href="${url(host, path)}">${text}</a></li>`;
  const pages: Readonly<Record<string, () => string>> = {
    [hosts.ordinary]: () =>
      page(
        'A coffee shop 咖啡小店',
        `<p>An ordinary page: Baize is silent here. Coffee can be paid to <code>${ordinaryAddresses.eip155}</code>.</p>
        <p>Try these:</p><ul>
        ${link(hosts.listed, 'a listed site: stopped before its page is asked for')}
        ${link(hosts.framing, 'a page that frames the listed site')}
        ${link(hosts.forum, 'a page with listed addresses')}
        ${link(hosts.late, 'a page that shows a listed address after a moment')}
        ${link(hosts.caution, 'a site with a caution')}
        ${link(hosts.sharing, 'a listed page on a host that many share', listedPath)}
        ${link(hosts.sharing, 'its neighbour, which is not listed', '/users/ada')}
        ${link(hosts.fresh, 'a site that nobody has listed yet: report it')}</ul>`,
      ),
    [hosts.listed]: () => page('Quick Profit', '<p>If you can read this, the site was not stopped.</p>'),
    [hosts.caution]: () =>
      page('New Coin 新币', '<p>Invite three friends and earn from their deposits, too.</p>'),
    [hosts.forum]: () =>
      page(
        'A forum thread 论坛帖子',
        `<p>“My adviser told me to send the deposit to <code>${listedAddresses.eip155}</code>, in bitcoin to
        <code>${listedAddresses.bitcoin}</code> or in USDT to <code>${listedAddresses.tron}</code>. Is that all right?”</p>
        <p>“The shop I know uses <code>${ordinaryAddresses.eip155}</code>.”</p>`,
      ),
    [hosts.late]: () =>
      page(
        'A chat 聊天',
        `<p id="log">Your friend is typing …</p><script>
        setTimeout(() => { document.getElementById('log').textContent = 'Pay here: ${listedAddresses.tron}'; }, 1500);
        </script>`,
      ),
    [hosts.framing]: () =>
      page(
        'A portal 门户',
        `<p>Our partner:</p><iframe src="${url(hosts.listed)}" title="partner"></iframe>`,
      ),
    [hosts.sharing]: () => page('A page on a shared host 个人主页', '<p>Many people keep a page here.</p>'),
    [hosts.fresh]: () => page('Moon Yield 月收益', '<p>Two per cent a day, paid every hour.</p>'),
  };
  return (host) => pages[host]?.() ?? null;
}
