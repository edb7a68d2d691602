import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/entry.ts';
import { isSiteKey, siteKey } from '../../src/core/entry.ts';
import { parseSite } from '../../src/core/hostname.ts';
import { protection } from '../../src/core/protected.ts';
import { keysCovering, verdictOf } from '../../src/core/verdict.ts';

const entries: Entry[] = [
  { key: 'evil.example', kind: 'phishing', level: 'stop' },
  { key: 'careful.example', kind: 'pyramid', level: 'caution' },
  { key: 'worse.careful.example', kind: 'drainer', level: 'stop' },
  { key: 'sites.example.com/view/evil', kind: 'giveaway', level: 'stop' },
  { key: '192.0.2.235', kind: 'malware', level: 'stop' },
  { key: 'xn--bcher-kva.example', kind: 'impersonation', level: 'stop' },
  { key: 'bad.shared.example', kind: 'phishing', level: 'stop' },
];
const find = (key: string) => entries.find((entry) => entry.key === key);
const verdict = (text: string) => verdictOf(keysCovering(parseSite(text)!), find);

describe('every spelling of a listed address is caught', () => {
  it.each([
    'https://evil.example/',
    'https://www.evil.example/',
    'https://a.b.c.evil.example/x?y#z',
    'https://EVIL.EXAMPLE./',
    'https://user:pw@evil.example:8443/',
    'https://%65vil.example/',
    'https://ｅｖｉｌ．example/',
    'https://evil。example/',
    'http://0xc0.0.2.0353/',
    'http://3221226219/x',
    'https://Bücher.example/',
    'https://shop.xn--bcher-kva.example/',
    'https://sites.example.com/view/evil',
    'https://sites.example.com/view/evil/',
    'https://sites.example.com/view/evil/home?x',
    'https://SITES.example.com:443/view/x/../evil#a',
    'https://sites.example.com//view///evil',
    'https://sites.example.com/%76iew/%65vi%6C',
    'https://www.sites.example.com/view/evil',
  ])('%s', (text) => expect(verdict(text)).toMatchObject({ verdict: 'listed' }));
});

describe('no neighbour is', () => {
  it.each([
    'https://evil.com.example/',
    'https://notevil.example/',
    'https://evil.example.com/',
    'https://example/',
    'https://evil.examples/',
    'https://careful.example.com/',
    'https://sites.example.com/',
    'https://sites.example.com/view',
    'https://sites.example.com/view/evil2',
    'https://sites.example.com/view/Evil',
    'https://sites.example.com/view/evi',
    'https://sites.example.com/x/view/evil',
    'https://other.sites.example.com/view/evil',
    'https://good.shared.example/',
    'https://shared.example/bad',
    'https://x.org/?next=https://evil.example/',
    'https://evil.example@x.org/',
    'https://1.192.0.2.235.example/',
    'http://192.0.2.236/',
  ])('%s', (text) => expect(verdict(text)).toEqual({ verdict: 'unlisted' }));
});

it('stop beats caution, whichever is more specific', () => {
  expect(verdict('https://careful.example/')).toMatchObject({ verdict: 'caution', kind: 'pyramid' });
  expect(verdict('https://x.worse.careful.example/')).toMatchObject({ verdict: 'listed', kind: 'drainer' });
});

it('looks at no more than 32 path segments', () => {
  const keys = keysCovering(parseSite(`https://a.example/${'x/'.repeat(4_000)}`)!);
  expect(keys).toHaveLength(33);
});

describe('keys', () => {
  it('a path key drops www., a host key keeps it', () => {
    expect(siteKey(parseSite('https://www.sites.example.com/view/')!)).toBe('sites.example.com/view');
    expect(siteKey(parseSite('https://www.evil.example/')!)).toBe('www.evil.example');
    expect(siteKey(parseSite('http://localhost:3000/')!)).toBeNull();
  });

  it('knows its own canonical spelling', () => {
    for (const { key } of entries) expect(isSiteKey(key)).toBe(true);
    for (const key of [
      'Evil.example',
      'evil.example.',
      'evil.example/',
      'www.a.example/x',
      'bücher.example',
      'com',
      'a.example/%7Ex',
    ]) {
      expect(isSiteKey(key)).toBe(false);
    }
  });
});

describe('what is never stopped', () => {
  it.each([
    ['com', 'single_label'],
    ['localhost', 'single_label'],
    ['co.uk', 'public_suffix'],
    ['github.io', 'public_suffix'],
    ['gov.cn', 'public_suffix'],
    ['eth.limo', 'public_suffix'],
    ['r2.dev', 'public_suffix'],
    ['name.ck', 'public_suffix'],
    ['sites.google.com', 'shared'],
    ['www.bit.ly', 'shared'],
    ['addons.mozilla.org', 'protected'],
    ['mozilla.org', 'protected'],
    ['www.bing.com', 'protected'],
    ['feeds.alliance.example', 'protected'],
    ['alliance.example', 'protected'],
  ])('%s: %s', (key, why) => expect(protection(key, ['feeds.alliance.example'])).toBe(why));

  it.each([
    'evil.github.io',
    'evil.medium.com',
    'sites.google.com/view/evil',
    'name.eth.limo',
    'sub.name.eth.limo',
    'evil.example',
    'docs.google.com/forms/x',
    'eip155:0x00',
    'sub.feeds.alliance.example',
    '192.0.2.1',
    '[2001:db8::1]',
  ])('but %s may be', (key) => expect(protection(key, ['feeds.alliance.example'])).toBeNull());
});
