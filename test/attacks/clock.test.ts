import { beforeEach, describe, expect, it } from 'vitest';
import { feedPolicy, refresh } from '../../src/core/tuf/refresh.ts';
import { openTrusted, type Trusted } from '../../src/core/tuf/trusted.ts';
import { day, fromNow, Repository } from '../core/tuf/repository.ts';

/* What a wrong clock, and who counts on one, can bring about. Times are in milliseconds from now. */

const hour = day / 24;
let repository: Repository;
let before: Trusted;

/** Signs a release as a publisher whose clock shows `time`. */
async function release(time = 0): Promise<void> {
  const { root, timestamp, snapshot, targets } = repository;
  root.expires = fromNow(time + 300 * day);
  timestamp.expires = fromNow(time + day);
  targets.expires = snapshot.expires = fromNow(time + 3 * day);
  await repository.publish('targets', 'snapshot', 'timestamp');
}

/** What comes of a look. @param clock this computer's @param seen the newest signed time it knows of */
async function look(clock: number, seen: number) {
  const floor = { root: 1, timestamp: 1, signed: Date.now() + seen };
  const policy = { ...feedPolicy, floor };
  const { trusted, error } = await refresh(
    before,
    repository.fetchFile,
    new Date(Date.now() + clock),
    policy,
  );
  return { code: error?.code ?? 'taken', version: openTrusted(trusted).targets?.version };
}

beforeEach(async () => {
  repository = await Repository.create();
  const { trusted } = await refresh(repository.initial, repository.fetchFile, new Date());
  before = trusted;
});

describe('a clock that is behind', () => {
  it.each([-hour / 2, -8 * hour, -23 * hour, -26 * hour, -40 * day, -365 * day])(
    'by %i ms takes a release that is newer than what it knows',
    async (clock) => {
      await release();
      expect(await look(clock, -hour / 4)).toEqual({ code: 'taken', version: 2 });
    },
  );

  it('does not make an older release newer', async () => {
    const [old] = repository.published.timestamp;
    await release();
    before = (await refresh(before, repository.fetchFile, new Date())).trusted;
    repository.published.timestamp = [old!];
    expect(await look(-365 * day, 0)).toEqual({ code: 'rollback', version: 2 });
  });

  it.each([-8 * hour, -365 * day])(
    'by %i ms does not bring to life what had run out when the newest was signed',
    async (clock) => {
      await release(-30 * hour);
      expect(await look(clock, 0)).toEqual({ code: 'expired', version: 1 });
    },
  );

  it.each(['timestamp', 'snapshot', 'targets'] as const)(
    'by a year does not take a %s that would last for ever',
    async (role) => {
      await release();
      repository[role].expires = '9999-12-31T23:59:59Z';
      await repository.publish('targets', 'snapshot', 'timestamp');
      expect((await look(-365 * day, 0)).code).toBe('format');
    },
  );
});

describe('a clock that is right', () => {
  it('is not led ahead from one signed time to the next', async () => {
    await release(23 * hour);
    expect(await look(0, 0)).toEqual({ code: 'taken', version: 2 });
    await release(46 * hour);
    expect(await look(0, 23 * hour)).toEqual({ code: 'format', version: 1 });
  });

  it('takes what is honest also after a release that was signed ahead', async () => {
    await release();
    expect(await look(0, 23 * hour)).toEqual({ code: 'taken', version: 2 });
  });
});

describe('signed times that ran ahead', () => {
  const ahead = 100 * day;

  it('stop what is honest, and no longer once the root has taken the keys away', async () => {
    await release();
    expect(await look(0, ahead)).toEqual({ code: 'expired', version: 1 });
    await repository.rotate('timestamp');
    await repository.publish('root');
    await release();
    expect(await look(0, ahead)).toEqual({ code: 'taken', version: 3 });
  });
});
