import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Alliance } from '../../../src/core/alliance.ts';
import type { Entry } from '../../../src/core/entry.ts';
import { type Batch, leafBytes, messageOf, type Vote } from '../../../src/core/leaf.ts';

export const origin = 'registry.example/log';

/** A member with one reviewer, who signs what is to be signed. */
export interface Voter {
  readonly id: string;
  readonly key: string;
  readonly secret: KeyObject;
}

export function voterOf(id: string): Voter {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('hex');
  return { id, key, secret: privateKey };
}

/** An alliance of these voters. @param groups of those that have one */
export function allianceOf(
  voters: readonly Voter[],
  quorum: number,
  more: { groups?: Record<string, string>; caps?: Alliance['caps'] } = {},
): Alliance {
  return {
    name: { en: 'Sample alliance' },
    addresses: ['https://feed.example/'],
    reports: 'v1/reports',
    log: { origin, key: '0'.repeat(64) },
    quorum,
    caps: more.caps ?? { votes: 1_000, keys: 1_000_000 },
    members: voters.map(({ id, key }) => {
      const group = more.groups?.[id];
      return { id, name: { en: id }, reviewers: [{ key }], ...(group === undefined ? {} : { group }) };
    }),
  };
}

/** The bytes of a statement that a voter has signed. */
export function signed(said: Vote | Batch, voter: Voter): Uint8Array {
  const sig = sign(null, messageOf(said), voter.secret).toString('hex');
  return leafBytes(said, { keyid: voter.key, sig });
}

type Listing = Partial<Omit<Entry, 'key'>> & { emergency?: true; reason?: string };

export function listVote(member: string, key: string, time: string, more: Listing = {}): Vote {
  return {
    ...{ _type: 'vote', action: 'list', feed: origin, member, key, time },
    ...{ kind: 'phishing', level: 'stop', ...more },
  };
}

export function clearVote(member: string, key: string, time: string): Vote {
  return { _type: 'vote', action: 'clear', feed: origin, member, key, time };
}

/** A batch and its body. @param lines sorted */
export function batchOf(
  member: string,
  action: Batch['action'],
  lines: readonly string[],
  time: string,
): { said: Batch; text: Uint8Array } {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const body = { sha256, length: text.length, keys: lines.length };
  return { said: { _type: 'batch', action, body, feed: origin, member, time }, text };
}

/** An instant: days, hours and seconds after the first of January 2026. */
export function at(days: number, hours = 0, seconds = 0): string {
  const time = Date.UTC(2026, 0, 1) + days * 86_400_000 + hours * 3_600_000 + seconds * 1_000;
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
