/** How one address family is written: all that the guard needs of it, so no hash or codec comes with it. */
export interface Spelling {
  /** The file's name. */
  readonly id: string;
  /**
   * Source of a regular expression for every text that may be an address of this chain: no anchors, no capturing
   * groups. Wide rather than narrow: what it lets through is read with care in the background.
   */
  readonly pattern: string;
}

/** What a chain reads in a text. */
export interface Reading {
  /** The one spelling that all spellings of the same account share. */
  readonly canonical: string;
  /** `none`: the spelling carries no checksum. `bad`: it carries one, and it does not hold. */
  readonly checksum: 'valid' | 'none' | 'bad';
}

/** One address family, whole. */
export interface Chain extends Spelling {
  /**
   * First part of its keys: the namespace of CAIP-2 where one is registered. Bitcoin's relatives share `bip122`: the
   * address itself says which of them it is for.
   */
  readonly namespace: string;
  /** Scheme of the links that wallets open (`ethereum:0x…`), where it is neither the id nor the namespace. */
  readonly scheme?: string;
  /** Pattern of the canonical spelling, where `pattern` does not cover it: read only in keys, never in a text. */
  readonly canonicalPattern?: string;
  /**
   * Whether strings that are no address look just like one (a transaction's hash, a commit): then people are shown
   * an address without a checksum only if it is listed.
   */
  readonly hasLookalikes?: true;
  /** Reads a text that is, as a whole, one of `pattern` or `canonicalPattern`. @returns null when it is no address */
  read(text: string): Reading | null;
  /**
   * The address as people compare it: its start and its end, enough to know it by, the same on every explorer. Takes
   * any spelling of the chain.
   */
  short(text: string): string;
}

/** Joins a spelling and what reads it. To be called as pure, so that a bundle of spellings leaves it out. */
export function chainOf(spelling: Spelling, rest: Omit<Chain, keyof Spelling>): Chain {
  return { ...spelling, ...rest };
}
