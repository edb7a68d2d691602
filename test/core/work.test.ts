import { createChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import { doWork, parseWork, readWork, type Work } from '../../src/core/work.ts';

const id = 'sample-report-000001';

async function workOf(counter: number, most = 20): Promise<Work> {
  const challenge = await createChallenge({
    ...{ algorithm: 'PBKDF2/SHA-256', cost: 1, counter, deriveKey },
    data: { for: id, most },
    expiresAt: new Date(Date.now() + 60_000),
    ...{ hmacSignatureSecret: 'sample', hmacKeySignatureSecret: 'another' },
  });
  return parseWork(challenge);
}

describe('work', () => {
  it('comes back with what was asked, and what it came to', async () => {
    const work = await workOf(7);
    const done = readWork(await doWork(work));
    expect(done?.challenge).toEqual(work);
    expect(done?.solution.counter).toBe(7);
  });

  it('tells how far it is, from 0 up and never past 1', async () => {
    const shares: number[] = [];
    await doWork(await workOf(20), { onProgress: (share) => shares.push(share) });
    expect(shares).toHaveLength(21);
    expect(shares[0]).toBe(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('ends when it is told, with the reason', async () => {
    const end = new AbortController();
    const work = doWork(await workOf(15), {
      signal: end.signal,
      onProgress: (share) => share > 0.3 && end.abort(new Error('closed')),
    });
    await expect(work).rejects.toThrow('closed');
  });

  it('that nobody can do ends by itself', async () => {
    const work = await workOf(15, 10);
    await expect(doWork(work)).rejects.toMatchObject({ code: 'format' });
  });

  it.each<[string, (work: Work) => unknown]>([
    [
      'costs too much a try',
      (work) => ({ ...work, parameters: { ...work.parameters, cost: limits.mostWorkCost + 1 } }),
    ],
    [
      'takes too many tries',
      ({ parameters, ...work }) => ({
        ...work,
        parameters: { ...parameters, data: { for: id, most: limits.mostWorkTries + 1 } },
      }),
    ],
    [
      'is of another kind',
      (work) => ({ ...work, parameters: { ...work.parameters, algorithm: 'ARGON2ID' } }),
    ],
    ['ends at once, or never', (work) => ({ ...work, parameters: { ...work.parameters, keyPrefix: '00' } })],
    [
      'is for no id',
      ({ parameters, ...work }) => ({ ...work, parameters: { ...parameters, data: { most: 1 } } }),
    ],
    ['is no object', () => 'work'],
  ])('that %s is not begun', async (_, change) => {
    const work = await workOf(1);
    expect(() => parseWork(change(work))).toThrow('work that nobody can do');
  });

  it.each(['', '%', btoa('{}'), btoa('null'), 'e30'.repeat(limits.workHeaderLength)])(
    'is not read from "%.20s"',
    (header) => {
      expect(readWork(header)).toBeNull();
    },
  );
});
