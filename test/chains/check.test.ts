import { describe, expect, it } from 'vitest';
import { type AskedList, checkInput, conclude } from '../../src/chains/check.ts';
import type { Entry } from '../../src/core/entry.ts';
import { Filter, hashesOf } from '../../src/core/filter.ts';
import { List, writeList } from '../../src/core/list.ts';

function listOf(entries: readonly Entry[], ownHosts: readonly string[] = []): AskedList {
  const list = new List(writeList(entries));
  return { list, filter: new Filter(hashesOf(list.text, entries.length)), ownHosts };
}

const stop = (key: string): Entry => ({ key, kind: 'phishing', level: 'stop' });
const caution = (key: string): Entry => ({ key, kind: 'giveaway', level: 'caution' });

describe('what several lists conclude', () => {
  const first = listOf([caution('scam.test'), caution('only-first.test')]);
  const second = listOf([stop('scam.test'), caution('both.test')]);

  it('is the first stop, else the first caution', () => {
    expect(conclude(['scam.test'], [first, second])).toEqual({
      verdict: { verdict: 'listed', ...stop('scam.test') },
      list: second,
    });
    expect(conclude(['only-first.test'], [second, first]).list).toBe(first);
    expect(conclude(['neither.test'], [first, second])).toEqual({
      verdict: { verdict: 'unlisted' },
      list: null,
    });
  });

  it('leaves out what is never stopped, whatever a list says', () => {
    const hosts = ['google.com', 'com', 'co.uk', 'github.io', 'feed.test'];
    const list = listOf(hosts.map(stop), ['feed.test']);
    for (const host of hosts) expect(checkInput(host, [list]).verdict, host).toBe('unlisted');
    expect(checkInput('sub.feed.test', [list]).verdict).toBe('unlisted');
  });
});

describe('checking a text', () => {
  const address = '0x52908400098527886E0F7030069857D2E4169EE7';
  const mistyped = address.replace('EE7', 'Ee7');
  const none = { key: null, kind: null, level: null };

  it('calls invalid what is neither a site nor an address', () => {
    for (const input of ['', '???', 'two words', 'javascript:alert(1)', 'mailto:a@b.test']) {
      expect(checkInput(input, [])).toEqual({ input, verdict: 'invalid', ...none });
    }
  });

  it('calls a mistyped address invalid, unless it is listed', () => {
    expect(checkInput(address, [])).toEqual({ input: address, verdict: 'unlisted', ...none });
    expect(checkInput(mistyped, [])).toEqual({ input: mistyped, verdict: 'invalid', ...none });
    const key = `eip155:${address.toLowerCase()}`;
    expect(checkInput(mistyped, [listOf([stop(key)])])).toEqual({
      input: mistyped,
      verdict: 'listed',
      ...stop(key),
    });
  });
});
