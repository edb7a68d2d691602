import { describe, expect, it } from 'vitest';
import { Access } from '../../../src/extension/background/access.ts';

/** @param granted what a browser would name in `permissions.getAll` @param hasPorts whether its patterns know ports */
async function accessTo(granted: readonly string[], hasPorts = true): Promise<Access> {
  const access = new Access({
    isGranted: async (pattern) => {
      if (!hasPorts && /:\d+\/\*$/.test(pattern)) throw new Error('Invalid pattern');
      return granted.includes(pattern);
    },
  });
  await access.look();
  return access;
}

const page = 'https://user@site.example:8443/path?query#part';

describe('access', () => {
  it('to everything covers every page', async () => {
    const access = await accessTo(['<all_urls>']);
    expect([access.isWhole, await access.covers(page)]).toEqual([true, true]);
  });

  it('to nothing, or to another site, covers no page', async () => {
    const access = await accessTo(['https://other.example/*', 'http://site.example:8443/*']);
    expect([access.isWhole, await access.covers(page)]).toEqual([false, false]);
  });

  it('to a site covers its pages, with its port or for any port', async () => {
    expect(await (await accessTo(['https://site.example:8443/*'])).covers(page)).toBe(true);
    expect(await (await accessTo(['https://site.example/*'], false)).covers(page)).toBe(true);
  });
});
