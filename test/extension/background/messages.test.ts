import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
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
      from: { url: guard.url, tab: 3, frame: 0, document: null, active: true, isPrivate: false },
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

describe('the guard of a frame', () => {
  // As Chromium 156 and Firefox 153 say it, alike: what the frame calls itself, and what they call it.
  it.each<[string, string, string, string]>([
    ['about:blank', 'about:blank', 'about:blank', 'https://site.example'],
    ['about:blank with a fragment', 'about:blank', 'about:blank#x', 'https://site.example'],
    ['about:blank after document.open', 'https://site.example/b', 'about:blank', 'https://site.example'],
    ['srcdoc', 'about:srcdoc', 'about:srcdoc', 'https://site.example'],
    ['a sandboxed srcdoc', 'about:srcdoc', 'about:srcdoc', 'null'],
    ['a sandboxed page', 'https://site.example/in', 'https://site.example/in', 'null'],
    ['data:', 'data:text/html,hello', 'data:text/html,hello', 'null'],
    [
      'blob:',
      'blob:https://site.example/be1a24d9',
      'blob:https://site.example/be1a24d9',
      'https://site.example',
    ],
    ['another site', 'https://other.example/', 'https://other.example/', 'https://other.example'],
  ])('of %s is heard', (_, claimed, url, origin) => {
    const frame = {
      ...guard,
      url,
      origin,
      frameId: 15032385539,
      documentId: 'd',
      tab: { id: 3, incognito: true },
    };
    expect(accept(ask(claimed), frame, own)?.from).toEqual({
      ...{ url, tab: 3, frame: 15032385539, document: 'd', active: true, isPrivate: true },
    });
  });

  it.each<[string, string, string, string]>([
    ['about:blank of another site', 'https://site.example/', 'about:blank', 'https://other.example'],
    ['a sandbox', 'https://site.example/', 'about:srcdoc', 'null'],
    ['data:', 'about:srcdoc', 'data:text/html,hello', 'null'],
    [
      'blob: of another site',
      'https://site.example/',
      'blob:https://other.example/1',
      'https://other.example',
    ],
    ['another site', 'blob:https://site.example/1', 'https://other.example/', 'https://other.example'],
  ])('of %s can not speak for another origin', (_, claimed, url, origin) => {
    expect(accept(ask(claimed), { ...guard, url, origin, frameId: 7 }, own)).toBeNull();
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

  it.each<[string, string, unknown]>([
    ['too many texts', 'guard.addresses', { texts: Array(limits.textsPerMessage + 1).fill('x') }],
    ['a text that is too long', 'guard.addresses', { texts: ['x'.repeat(257)] }],
    ['an empty text', 'guard.addresses', { texts: [''] }],
    ['texts that are none', 'guard.addresses', { texts: [{ length: 1 }] }],
    ['more copies than a person makes', 'guard.copied', { texts: Array(21).fill('x') }],
    ['more pastes than a person makes', 'guard.pasted', { texts: Array(21).fill('x') }],
    ['more marks than are counted', 'guard.marked', { texts: Array(201).fill('x') }],
    ['a frame that is no number', 'guard.show', { frame: '0' }],
    ['a script of its own choice', 'guard.load', { script: '../evil' }],
  ])('with %s', (_, name, request) => {
    expect(
      accept({ baize: name, request: { url: guard.url, ...(request as object) } }, guard, own),
    ).toBeNull();
  });

  it('of any name but the guard’s, from a guard', () => {
    for (const name of Object.keys(messages).filter((each) => !Object.hasOwn(guardMessages, each))) {
      expect([name, accept({ baize: name, request: {} }, guard, own)]).toEqual([name, null]);
    }
  });
});
