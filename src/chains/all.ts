import { aptos, aptosSpelling } from './aptos.ts';
import { bitcoin, bitcoinSpelling } from './bitcoin.ts';
import { bitcoinCash, bitcoinCashSpelling } from './bitcoin-cash.ts';
import { cardano, cardanoSpelling } from './cardano.ts';
import type { Chain, Spelling } from './chain.ts';
import { cosmos, cosmosSpelling } from './cosmos.ts';
import { dogecoin, dogecoinSpelling } from './dogecoin.ts';
import { eip155, eip155Spelling } from './eip155.ts';
import { litecoin, litecoinSpelling } from './litecoin.ts';
import { monero, moneroSpelling } from './monero.ts';
import { polkadot, polkadotSpelling } from './polkadot.ts';
import { solana, solanaSpelling } from './solana.ts';
import { sui, suiSpelling } from './sui.ts';
import { ton, tonSpelling } from './ton.ts';
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
  solana,
  ton,
  cardano,
  polkadot,
  cosmos,
  sui,
  aptos,
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
  solanaSpelling,
  tonSpelling,
  cardanoSpelling,
  polkadotSpelling,
  cosmosSpelling,
  suiSpelling,
  aptosSpelling,
];
