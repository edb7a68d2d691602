import { bitcoin, bitcoinSpelling } from './bitcoin.ts';
import { bitcoinCash, bitcoinCashSpelling } from './bitcoin-cash.ts';
import type { Chain, Spelling } from './chain.ts';
import { dogecoin, dogecoinSpelling } from './dogecoin.ts';
import { eip155, eip155Spelling } from './eip155.ts';
import { litecoin, litecoinSpelling } from './litecoin.ts';
import { monero, moneroSpelling } from './monero.ts';
import { tron, tronSpelling } from './tron.ts';
import { xrpl, xrplSpelling } from './xrpl.ts';

/** Every address family, one file each. */
export const chains: readonly Chain[] = [
  eip155,
  bitcoin,
  litecoin,
  dogecoin,
  bitcoinCash,
  tron,
  xrpl,
  monero,
];

/** The same families, without what reads them: for the guard, where every kilobyte is paid on every page. */
export const spellings: readonly Spelling[] = [
  eip155Spelling,
  bitcoinSpelling,
  litecoinSpelling,
  dogecoinSpelling,
  bitcoinCashSpelling,
  tronSpelling,
  xrplSpelling,
  moneroSpelling,
];
