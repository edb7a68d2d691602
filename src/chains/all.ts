import { bip122, bip122Spelling } from './bip122.ts';
import type { Chain, Spelling } from './chain.ts';
import { eip155, eip155Spelling } from './eip155.ts';
import { tron, tronSpelling } from './tron.ts';

/** Every address family, one file each. */
export const chains: readonly Chain[] = [eip155, bip122, tron];

/** The same families, without their checksums: for the guard, where every kilobyte is paid on every page. */
export const spellings: readonly Spelling[] = [eip155Spelling, bip122Spelling, tronSpelling];
