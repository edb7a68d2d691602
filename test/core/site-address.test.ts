import { expect, test } from 'vitest';
import { siteOf, whyPage } from '../../src/core/site-address.ts';

const addresses = ['https://feed.example/baize/feed/', 'https://mirror.example/'];

test('the site is the homepage, or where the feed comes from', () => {
  expect(siteOf({ addresses })).toBe('https://feed.example/');
  expect(siteOf({ addresses, homepage: 'https://alliance.example' })).toBe('https://alliance.example/');
  expect(siteOf({ addresses, homepage: 'https://alliance.example/en//' })).toBe(
    'https://alliance.example/en/',
  );
});

test.each([
  ['quick-profit.test', 'https://feed.example/why/quick-profit.test'],
  ['hosting.test/users/a%20b', 'https://feed.example/why/hosting.test%2Fusers%2Fa%2520b'],
  ['eip155:0x00', 'https://feed.example/why/eip155%3A0x00'],
])('the page of %s is %s', (key, page) => {
  expect(whyPage({ addresses }, key)).toBe(page);
  expect(decodeURIComponent(new URL(page).pathname.slice('/why/'.length))).toBe(key);
});
