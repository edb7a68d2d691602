import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostAndParents, isListableHost, parseSite, withoutWww } from '../../src/core/hostname.ts';

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
    'ht\ttps://evil.exa\nmple/',
    '\u0000\u001fhttps://evil.example/\u0007',
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
    'http://[::192.0.2.235]/',
    'http://[::ffff:0:192.0.2.235]/',
    'http://[64:ff9b::192.0.2.235]/',
    'http://[64:FF9B:0:0::c000:2eb]/x',
    '192.0.2.235.',
  ])('IPv4 %j', (text) => expect(host(text)).toBe('192.0.2.235'));

  it('IPv6 has one spelling', () => {
    expect(host('http://[2001:DB8:0:0::1]:80/x')).toBe('[2001:db8::1]');
    for (const text of [
      '[::]',
      '[::1]',
      '[64:ff9b:1::c000:2eb]',
      '[2002:c000:2eb::1]',
      '[::fffe:c000:2eb]',
    ]) {
      expect(host(`http://${text}/`)).toBe(text);
    }
  });

  it.each([
    '',
    ' ',
    '.',
    '..',
    'http://',
    'mailto:a@evil.example',
    'javascript:alert(1)',
    'about:blank',
    'data:text/html,x',
    'chrome://settings',
    'not a host',
    'a<b.example',
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

const odd = [
  '-',
  '-a',
  'a-',
  'a~b',
  'a!b',
  "a'b",
  '(a)',
  'a,b',
  'a;b',
  'a&b',
  'a=b',
  'a$b',
  'a+b',
  'a"b',
  'a`b',
  '{a}',
  '*',
  '..',
  'a.',
  'xn--',
  'xn--zz--zz--',
  'a'.repeat(64),
  `${'a.'.repeat(130)}a`,
  'a'.repeat(4_000),
];

describe('a host that a browser requests and no list can name', () => {
  it.each(odd)('%j is looked up by its parents', (label) => {
    const found = parseSite(`https://user@${label}.evil.example:8443/x?y#z`);
    expect(hostAndParents(found!.host)).toContain('evil.example');
    expect(found!.path).toBe('/x');
    expect(isListableHost(found!.host)).toBe(false);
  });

  it('has as many parents as DNS can name', () => {
    const found = parseSite(`http://${'a.'.repeat(8_000)}evil.example/`);
    const parents = hostAndParents(found!.host);
    expect(parents.length).toBeLessThan(130);
    expect(parents.every(({ length }) => length <= 253)).toBe(true);
  });
});

it.each([
  'evil.example',
  '_dmarc.evil.example',
  'xn--bcher-kva.example',
  '192.0.2.1',
  '[2001:db8::1]',
  'a--b.example',
])('a list can name %s', (name) => expect(isListableHost(name)).toBe(true));

it('every host that the URL parser takes has every parent that a list can name', () => {
  const label = fc.oneof(
    fc.stringMatching(/^[a-z0-9_-]{0,70}$/),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom(...odd),
  );
  fc.assert(
    fc.property(fc.array(label, { maxLength: 12 }), fc.stringMatching(/^[a-z0-9]{1,12}$/), (labels, name) => {
      const parent = `${name}.example`;
      const text = `http://${[...labels, parent].join('.')}/`;
      const url = URL.parse(text);
      fc.pre(url?.hostname.endsWith(`.${parent}`) === true);
      const { host: found } = parseSite(text)!;
      const all = found.split('.').map((_, i, parts) => parts.slice(i).join('.'));
      const listable = all.filter((one) => one.includes('.') && isListableHost(one));
      expect(hostAndParents(found)).toEqual(expect.arrayContaining(listable));
      expect(listable).toContain(parent);
    }),
    { numRuns: 3_000 },
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
