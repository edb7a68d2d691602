import { describe, expect, test } from 'vitest';
import { dateTime } from '../../../src/core/dates.ts';
import { limits } from '../../../src/core/limits.ts';
import { readableJson, visible } from '../../../src/core/visible.ts';
import { choose, emptyDraft, pageSubject, previewRequest } from '../../../src/extension/pages/popup/draft.ts';
import { stoppedAddress } from '../../../src/extension/pages/stop/stopped-address.ts';
import { ago } from '../../../src/extension/pages/times.ts';
import { evm, replies } from './samples.ts';

describe('stoppedAddress', () => {
  test('opens http and https, and keeps the address as it came', () => {
    expect(stoppedAddress('#https://a.example/?q=1#part').url).toBe('https://a.example/?q=1#part');
    expect(stoppedAddress('#http://a.example').url).toBe('http://a.example');
  });

  test.each([
    'javascript:alert(1)',
    'JAVASCRIPT://a.example/%0aalert(1)',
    'data:text/html,hi',
    'blob:https://a.example/1',
    'file:///etc/passwd',
    'chrome://settings',
    '//a.example',
    'a.example',
    '',
  ])('does not open %s', (text) => {
    expect(stoppedAddress(`#${text}`)).toEqual({ text, url: null });
  });
});

test('stoppedAddress takes the beginning of an address that is too long', () => {
  const whole = `https://a.example/?${'x'.repeat(limits.urlLength)}`;
  expect(stoppedAddress(`#${whole}`).url).toBe(whole.slice(0, limits.urlLength));
});

describe('visible', () => {
  test('writes out what hides or turns text around', () => {
    expect(visible('a\u202ebc\u0000\u200bd\u2066')).toBe('a\\u{202E}bc\\u{0}\\u{200B}d\\u{2066}');
    expect(visible('中文.example/路径?é')).toBe('中文.example/路径?é');
  });

  test('counts the rest of a very long text', () => {
    expect(visible('x'.repeat(2_005))).toBe(`${'x'.repeat(2_000)}… (+5)`);
  });
});

test('readableJson shows what is hidden and stays the same JSON', () => {
  const value = { note: 'a\u202eb\u{e0041}\nc' };
  expect(readableJson(value)).toContain('a\\u202eb\\udb40\\udc41\\nc');
  expect(JSON.parse(readableJson(value))).toEqual(value);
});

describe('ago', () => {
  const now = Date.parse('2026-05-03T12:00:00Z');
  test.each([
    ['2026-05-03T11:59:30Z', 'en', 'just now'],
    ['2026-05-03T12:04:00Z', 'en', 'just now'],
    ['2026-05-03T11:48:00Z', 'en', '12 minutes ago'],
    ['2026-05-03T10:01:00Z', 'zh-TW', '1 小時前'],
    ['2026-04-30T12:00:00Z', 'zh-CN', '3天前'],
    [null, 'zh-CN', '尚未'],
  ] as const)('%s in %s is %s', (time, language, text) => {
    expect(ago(time, now, language)).toBe(text);
  });

  test.each(['2026-05-03T16:00:00Z', '2027-05-03T12:00:00Z'])(
    'of a time that is yet to come, %s, is the time',
    (time) => {
      expect(ago(time, now, 'en')).toBe(dateTime(time, 'en'));
    },
  );
});

describe('the draft of a report', () => {
  const tab = replies['tab.show']!;

  test('begins with the page, without query and fragment', () => {
    expect(emptyDraft(tab)).toMatchObject({ choice: 'page', subject: 'https://shop.example/path' });
    expect(pageSubject('https://user:secret@shop.example:8443/a?b#c')).toBe('https://shop.example:8443/a');
  });

  test('begins empty where there is no web page', () => {
    expect(emptyDraft({ ...tab, url: null })).toMatchObject({ choice: 'other', subject: '' });
    expect(pageSubject('about:blank')).toBe('');
  });

  test('sends the found addresses with the page only', () => {
    const page = { ...emptyDraft(tab), withAddresses: true, note: ' seen ' };
    expect(previewRequest(page, 7)).toMatchObject({ withAddresses: true, note: 'seen', tabId: 7 });
    const address = choose(page, evm, tab);
    expect(previewRequest(address, 7)).toMatchObject({ withAddresses: false, subject: evm });
  });
});
