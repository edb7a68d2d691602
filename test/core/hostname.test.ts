import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostAndParents, parseSite, withoutWww } from '../../src/core/hostname.ts';

const host = (text: string) => parseSite(text)?.host ?? null;
const path = (text: string) => parseSite(text)?.path ?? null;

describe('one canonical host for every spelling', () => {
  it.each([
    'evil.example',
    'EVIL.Example',
    'evil.example.',
    'http://evil.example',
    'https://evil.example:8443/x',
    'evil.example:8443/x',
    'https://user:pass@evil.example/',
    'user@evil.example',
    '//evil.example/x',
    'http:evil.example',
    'https:/evil.example',
    'https:\\\\evil.example\\x',
    '  https://evil.example/  ',
    'http://%65vil.example/',
    'http://evil%2eexample/',
    'http://evil。example/',
    'http://ｅｖｉｌ．ｅｘａｍｐｌｅ/',
    'http://evil｡example/',
    'http://e\u00advil.example/',
    'ev\til.example',
    'view-source:https://evil.example/x',
    'blob:https://evil.example/0c5b',
    'wss://evil.example/socket',
    'ftp://evil.example/file',
  ])('%j', (text) => expect(host(text)).toBe('evil.example'));

  it('writes IDN as punycode, from Unicode, upper case or punycode', () => {
    for (const text of [
      'http://BÜCHER.example/',
      'bücher.example',
      'xn--bcher-kva.example',
      'XN--BCHER-KVA.example',
    ]) {
      expect(host(text)).toBe('xn--bcher-kva.example');
    }
  });

  it.each([
    'http://192.0.2.235/',
    '192.0.2.235',
    'http://0xC0.0x00.0x02.0xEB/',
    'http://0300.0.2.0353/',
    'http://3221226219/',
    'http://[::ffff:192.0.2.235]/',
    'http://[0:0:0:0:0:FFFF:C000:02EB]:8080/',
    '192.0.2.235.',
  ])('IPv4 %j', (text) => expect(host(text)).toBe('192.0.2.235'));

  it('IPv6 has one spelling', () => {
    expect(host('http://[2001:DB8:0:0::1]:80/x')).toBe('[2001:db8::1]');
  });

  it.each([
    '',
    ' ',
    '.',
    '..',
    'evil..example',
    'http://',
    'mailto:a@evil.example',
    'javascript:alert(1)',
    'about:blank',
    'data:text/html,x',
    'chrome://settings',
    'not a host',
    'a<b.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
  ])('refuses %j', (text) => expect(parseSite(text)).toBeNull());

  it('refuses a text over the bound', () => {
    expect(parseSite(`http://evil.example/${'a'.repeat(20_000)}`)).toBeNull();
  });
});

describe('one canonical path', () => {
  it.each([
    ['/', ''],
    ['/view/evil', '/view/evil'],
    ['/view/evil/', '/view/evil'],
    ['/view//evil', '/view/evil'],
    ['//view/evil', '/view/evil'],
    ['/view/x/../evil', '/view/evil'],
    ['/view/%2e%2e/view/evil', '/view/evil'],
    ['/view/./evil', '/view/evil'],
    ['/%76iew/%65vil', '/view/evil'],
    ['/view/evil?a=1#b', '/view/evil'],
    ['/view%2Fevil', '/view%2Fevil'],
    ['/view%2fevil', '/view%2Fevil'],
    ['/View/Evil', '/View/Evil'],
    ['/a b', '/a%20b'],
    ['/a|b', '/a%7Cb'],
    ['/%7Euser', '/~user'],
    ['/发', '/%E5%8F%91'],
    ['/a%', '/a%25'],
    ['/%2565vil', '/%2565vil'],
    ['/a//../b', '/a/b'],
  ])('%s → %s', (given, expected) => expect(path(`https://sites.example.com${given}`)).toBe(expected));
});

it('any text is read without a crash, and a canonical form is its own canonical form', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl({ withFragments: true, withQueryParameters: true }),
        fc.string({ unit: 'grapheme' }),
      ),
      (text) => {
        const site = parseSite(text);
        if (site === null) return;
        expect(parseSite(site.host + site.path)).toEqual(site);
      },
    ),
    { numRuns: 2_000 },
  );
});

it('walks a host up to two labels, and an IP address not at all', () => {
  expect(hostAndParents('a.b.evil.example')).toEqual(['a.b.evil.example', 'b.evil.example', 'evil.example']);
  expect(hostAndParents('evil.example')).toEqual(['evil.example']);
  expect(hostAndParents('localhost')).toEqual(['localhost']);
  expect(hostAndParents('192.0.2.1')).toEqual(['192.0.2.1']);
  expect(hostAndParents('[::1]')).toEqual(['[::1]']);
});

it('drops www. only where a name with two labels remains', () => {
  expect(withoutWww('www.evil.example')).toBe('evil.example');
  expect(withoutWww('www.example')).toBe('www.example');
  expect(withoutWww('wwww.evil.example')).toBe('wwww.evil.example');
});
