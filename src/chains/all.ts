import { bitcoin, bitcoinSpelling } from './bitcoin.ts';
import type { Chain, Spelling } from './chain.ts';
import { eip155, eip155Spelling } from './eip155.ts';
import { tron, tronSpelling } from './tron.ts';

/** Every address family, one file each. */
export const chains: readonly Chain[] = [eip155, bitcoin, tron];

/** The same families, without what reads them: for the guard, where every kilobyte is paid on every page. */
export const spellings: readonly Spelling[] = [eip155Spelling, bitcoinSpelling, tronSpelling];
