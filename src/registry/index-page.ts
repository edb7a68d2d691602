import { html } from 'hono/html';
import type { Alliance } from '../core/feed.ts';

/** The page at `/`: what runs here, for whoever opens the address in a browser. */
export function indexPage({ name, addresses }: Alliance) {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Baize · ${name.en}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
code { overflow-wrap: anywhere }
</style>
<h1>Baize 白泽 · ${name.en}</h1>
<p>This is a registry of scam sites and scam wallet addresses. It publishes a signed list, which the Baize browser
extension follows, and takes reports from the extension's users.</p>
<p>The list's base address, for the extension's options or for <code>baize feed verify</code>: <code>${addresses[0]}</code></p>
<section lang="zh-CN">
<p>这里运行着一个诈骗网站与诈骗钱包地址的登记服务。它发布经过签名的名单，供白泽浏览器扩展同步，并接收扩展用户提交的举报。</p>
<p>名单的基础地址（可填入扩展的设置，或用 <code>baize feed verify</code> 核验）：<code>${addresses[0]}</code></p>
</section>
</html>`;
}
