import { describe, expect, it } from 'vitest';
import { accept, type MessageSender } from '../../../src/extension/background/messages.ts';
import { guardMessages, messages } from '../../../src/extension/messages.ts';

const own = { id: 'sample', address: 'chrome-extension://sample/' };
const guard: MessageSender = { id: 'sample', url: 'https://site.example/a', tab: { id: 3 }, frameId: 0 };
const page: MessageSender = { id: 'sample', url: 'chrome-extension://sample/popup.html' };
const ask = (url: string) => ({ baize: 'guard.page', request: { url } });
const show = { baize: 'feeds.show', request: {} };

describe('a message is taken', () => {
  it('from a guard about its own page, wherever on its site that has moved to', () => {
    expect(accept(ask('https://site.example/b#c'), guard, own)).toEqual({
      name: 'guard.page',
      request: { url: 'https://site.example/b#c' },
      from: { url: guard.url, tab: 3, frame: 0, active: true },
    });
  });

  it('from the extension’s own pages', () => {
    expect(accept(show, page, own)).toMatchObject({ name: 'feeds.show', from: { tab: null } });
  });

  it('from a page loaded ahead, and known as such', () => {
    expect(accept(ask(guard.url!), { ...guard, documentLifecycle: 'prerender' }, own)?.from.active).toBe(
      false,
    );
  });
});

describe('a message is not answered (attacks 50)', () => {
  it.each<[string, unknown, MessageSender]>([
    ['of a foreign extension', show, { ...page, id: 'foreign' }],
    ['without a sender', show, {}],
    ['of a guard that asks what only pages may', show, guard],
    [
      'of a page that only looks like ours',
      show,
      { ...page, url: 'https://site.example/chrome-extension://sample/' },
    ],
    ['of a page of another extension', show, { ...page, url: 'chrome-extension://sample2/popup.html' }],
    ['of a guard without a tab', ask(guard.url!), { ...guard, tab: undefined }],
    ['about another site', ask('https://other.example/'), guard],
    ['about another scheme', ask('http://site.example/'), guard],
    ['about no address', ask('nonsense'), guard],
    ['of an unknown name', { baize: 'feeds.drop', request: {} }, page],
    ['named like what every object has', { baize: 'constructor', request: {} }, page],
    ['without a request', { baize: 'feeds.sync' }, page],
    ['of the wrong shape', { baize: 'tab.show', request: { tabId: 'three' } }, page],
    ['with an address beyond the bound', ask(`https://site.example/${'a'.repeat(20_000)}`), guard],
    ['that is null', null, page],
    ['that is a string', 'feeds.show', page],
  ])('%s', (_, message, sender) => {
    expect(accept(message, sender, own)).toBeNull();
  });

  it('of any name but the guard’s, from a guard', () => {
    for (const name of Object.keys(messages).filter((each) => !Object.hasOwn(guardMessages, each))) {
      expect([name, accept({ baize: name, request: {} }, guard, own)]).toEqual([name, null]);
    }
  });
});
