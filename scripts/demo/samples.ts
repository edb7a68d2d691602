import type { Kind } from '../../src/core/entry.ts';
import { sampleAddresses } from './addresses.ts';

const { eip155, bitcoin, tron } = sampleAddresses('Baize sample: a listed address');
/** What the demo's registry lists: sample data, every name under `.test`, every address nobody's. */
export const listedAddresses = { eip155, bitcoin, tron } as const;
/** Well-formed addresses that the demo does not list. */
export const ordinaryAddresses = sampleAddresses('Baize sample: an ordinary address');

export const hosts = {
  ordinary: 'coffee.test',
  listed: 'quick-profit.test',
  caution: 'new-coin.test',
  forum: 'forum.test',
  late: 'chat.test',
  framing: 'portal.test',
  sharing: 'hosting.test',
  /** Not on the list until the admin of the story puts it there. */
  fresh: 'moon-yield.test',
} as const;

/** A path under which one user of a shared host runs a scam; the neighbours do not. */
export const listedPath = '/users/lucky';

/** What an admin lists. */
export interface Sample {
  readonly key: string;
  readonly kind: Kind;
  readonly caution?: boolean;
  readonly reason?: string;
}

export const samples: readonly Sample[] = [
  {
    key: hosts.listed,
    kind: 'fake_platform',
    reason: 'Sample entry: deposits are taken and withdrawals are refused.',
  },
  { key: hosts.caution, kind: 'pyramid', caution: true, reason: 'Sample entry: two reports, not confirmed.' },
  { key: `${hosts.sharing}${listedPath}`, kind: 'giveaway', reason: 'Sample entry: asks for coins first.' },
  {
    key: listedAddresses.eip155,
    kind: 'drainer',
    reason: 'Sample entry: named in reports of emptied wallets.',
  },
  { key: listedAddresses.bitcoin, kind: 'extortion', reason: 'Sample entry: named in letters of extortion.' },
  {
    key: listedAddresses.tron,
    kind: 'pig_butchering',
    reason: 'Sample entry: victims were told to pay here.',
  },
];
