import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { Drafts } from '../../../src/extension/background/drafts.ts';
import type { KeptDraft } from '../../../src/extension/messages.ts';

const draft: KeptDraft = {
  ...{ choice: 'page', subject: 'https://moon-yield.test/', kind: 'ponzi_yield' },
  ...{ note: 'They promise', withAddresses: false },
};
const page = 'https://moon-yield.test/';

function values() {
  const kept = new Map<string, unknown>();
  const put = async (name: string, value: unknown) =>
    void (value === undefined ? kept.delete(name) : kept.set(name, structuredClone(value)));
  return { kept, get: async (name: string) => kept.get(name), put };
}

let lasting: ReturnType<typeof values>;
let session: ReturnType<typeof values>;
let now = 0;
const drafts = () => new Drafts(lasting, session, () => now);

beforeEach(() => {
  [lasting, session, now] = [values(), values(), 1_000];
});

describe('a half-written report', () => {
  it('is there again on its page, and on no other', async () => {
    await drafts().keep(page, draft, false);
    expect(await drafts().of(page, false)).toEqual(draft);
    expect(await drafts().of('https://other.test/', false)).toBeNull();
  });

  it('is forgotten when it was sent, and after its time', async () => {
    await drafts().keep(page, draft, false);
    now += limits.draft;
    expect(await drafts().of(page, false)).toBeNull();
    await drafts().keep(page, null, false);
    expect(lasting.kept.size).toBe(0);
  });

  it('is kept for the session alone when it is of a private window', async () => {
    await drafts().keep(page, draft, true);
    expect(lasting.kept.size).toBe(0);
    expect(await drafts().of(page, true)).toEqual(draft);
    expect(await drafts().of(page, false)).toBeNull();
  });

  it('counts as lost when what is stored is damaged', async () => {
    await lasting.put('draft', { page, kept: now, draft: { ...draft, note: 5 } });
    expect(await drafts().of(page, false)).toBeNull();
  });
});
