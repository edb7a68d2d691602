import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageKeys } from '../../src/core/same-page.ts';

const content = 'bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi';

describe('the page of an entry is known', () => {
  it.each([
    ['evil-shop.example', 'https://evil--shop-example.translate.goog/x?_x_tr_sl=zh'],
    ['xn--bcher-kva.example', 'https://xn----bcher--kva-example.translate.goog/'],
    ['sites.test/view', 'https://sites-test.translate.goog/view/more'],
    ['evil.example', 'https://translate.google.com.hk/translate?sl=en&u=https%3A%2F%2Fevil.example%2Fpay'],
    ['evil.example', 'https://translate.google.com/translate?u=evil.example'],
    ['evil.example', 'https://fanyi.baidu.com/transpage?query=http%3A%2F%2Fevil.example&from=en'],
    ['evil.example', 'https://r.jina.ai/https://evil.example/x'],
    ['evil.example', 'https://r.jina.ai/evil.example'],
    ['evil.example', 'https://12ft.io/proxy?q=https%3A%2F%2Fwww.evil.example%2F'],
    ['evil.example/pay', 'https://web.archive.org/web/20260101000000/https://evil.example/pay/now'],
    ['evil.example', 'https://web.archive.org/web/2026*/evil.example'],
    ['evil.example', 'https://archive.ph/newest/http://evil.example/'],
    ['evil.example', 'https://evil-example.cdn.ampproject.org/c/s/evil.example/index.html'],
    ['evil.example', 'https://www.google.com/amp/s/evil.example/story'],
    ['evil.example', 'https://x.translated.turbopages.org/proxy_u/en-ru.ru.0a1b/https/evil.example/'],
    ['evil.example', 'https://web-archive-org.translate.goog/web/2026/https://evil.example/'],
    ['t.me/scam_channel', 'https://t.me/s/scam_channel'],
    ['t.me/scam_channel', 'https://scam_channel.t.me/'],
    ['t.me/scam_channel', 'https://telegram.me/Scam_Channel/12'],
    ['t.me/s/scam_channel', 'https://t.me/scam_channel'],
    ['telegram.dog/scam_channel', 'https://t.me/scam_channel'],
    ['telegra.ph/Offer-01-01', 'https://graph.org/Offer-01-01'],
    ['bit.ly/3abC', 'https://bitly.com/3abC'],
    ['name.eth.limo', 'https://shop.name.eth.link/'],
    ['name.firebaseapp.com', 'https://name.web.app/'],
    [`ipfs.io/ipfs/${content}`, `https://${content}.ipfs.dweb.link/`],
    [`${content}.ipfs.dweb.link`, `https://some-gateway.example/ipfs/${content}/index.html`],
    [`ipfs.io/ipfs/${content}/pay`, `https://${content}.ipfs.w3s.link/pay/`],
    ['github.com/fakeorg/fakerepo', 'https://github.com/FakeOrg/FakeRepo/releases'],
    ['docs.google.com/forms/d/e/FAKE', 'https://docs.google.com/forms/u/0/d/e/FAKE/viewform'],
    ['medium.com/@fake/offer', 'https://fake.medium.com/offer'],
    ['fake.medium.com', 'https://medium.com/@Fake/offer'],
    ['discord.com/invite/abc', 'https://discord.gg/abc'],
    ['wa.me/85200000000', 'https://api.whatsapp.com/send?phone=%2B852%200000%200000'],
  ])('%s at %s', (key, url) => expect(pageKeys(url)).toContain(key));
});

describe('what only names a listed page is another page', () => {
  it.each([
    ['evil.example', 'https://blog.example/?u=https://evil.example/'],
    ['evil.example', 'https://blog.example/https://evil.example/'],
    ['evil.example', 'https://translate.google.com/?sl=en&text=evil.example'],
    ['evil.example', 'https://www.google.com/search?q=evil.example'],
    ['evil.example', 'https://evil-example.translate.goog.neighbour.example/'],
    ['telegram.me', 'https://t.me/somebody'],
    ['t.me/scam_channel', 'https://t.me/scam_channel2'],
    ['bit.ly/3abC', 'https://bit.ly/3abc'],
    ['dweb.link', `https://${content}.ipfs.w3s.link/`],
    [`ipfs.io/ipfs/${content}/pay`, `https://${content}.ipfs.w3s.link/about`],
  ])('%s and %s', (key, url) => expect(pageKeys(url)).not.toContain(key));
});

it('takes any text, and one that goes round in circles', () => {
  const circle = `https://r.jina.ai/${'https://r.jina.ai/'.repeat(800)}`;
  expect(pageKeys(circle).length).toBeLessThan(300);
  fc.assert(
    fc.property(
      fc.constantFrom(
        'translate.google.com/translate?u=',
        'r.jina.ai/',
        'web.archive.org/web/1/',
        't.me/s/',
        'x.translate.goog/',
      ),
      fc.string({ unit: 'grapheme' }),
      (start, text) => {
        expect(pageKeys(start + text)).toEqual(expect.any(Array));
      },
    ),
  );
});
