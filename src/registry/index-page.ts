import { html } from 'hono/html';
import type { Alliance } from '../core/alliance.ts';

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
<p>The list's base address, for <code>baize feed verify</code> and for building an extension that follows it:
<code>${addresses[0]}</code></p>
<section lang="zh-CN">
<p>这里是一个登记处，登记诈骗网站和诈骗钱包地址。它发布经过签名的名单，供白泽浏览器扩展使用，也接收扩展用户的举报。</p>
<p>名单的网址，可以交给 <code>baize feed verify</code> 核验，也可以用来制作使用这份名单的扩展：<code>${addresses[0]}</code></p>
</section>
<section lang="zh-TW">
<p>這裡是一個登記處，登記詐騙網站和詐騙錢包地址。它發布經過簽章的清單，供白澤瀏覽器擴充功能使用，也接收使用者的回報。</p>
<p>清單的網址，可以交給 <code>baize feed verify</code> 核驗，也可以用來製作使用這份清單的擴充功能：<code>${addresses[0]}</code></p>
</section>
</html>`;
}
