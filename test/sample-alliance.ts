import type { Alliance } from '../src/core/alliance.ts';

/** An alliance of one sample member; whatever a test is about is changed. */
export function sampleAlliance(change: Partial<Alliance> = {}): Alliance {
  return {
    name: { en: 'Sample alliance' },
    addresses: ['https://feed.example/'],
    reports: '../v1/reports',
    log: { origin: 'feed.example', key: '1'.repeat(64) },
    quorum: 1,
    caps: { votes: 100, keys: 1_000 },
    members: [{ id: 'ant', name: { en: 'Ant' }, reviewers: [{ key: '2'.repeat(64) }] }],
    ...change,
  };
}
