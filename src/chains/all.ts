import { bip122 } from './bip122.ts';
import type { Chain } from './chain.ts';
import { eip155 } from './eip155.ts';
import { tron } from './tron.ts';

/** Every address family, one file each. */
export const chains: readonly Chain[] = [eip155, bip122, tron];
