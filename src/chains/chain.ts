/**
 * How one address family is written. A chain is a file of this folder: its id is the file name and the namespace of
 * its keys (CAIP-2 where one is registered). The guard needs only this, so it carries no checksum code.
 */
export interface Spelling {
  readonly id: string;
  /** Source of a regular expression for what may be an address: no anchors, no capturing groups. */
  readonly pattern: string;
  /**
   * The canonical spelling of a text that matches the pattern, without a look at the checksum: enough to compare
   * with a list, cheap enough for a page.
   */
  canonical(text: string): string | null;
}

/** One address family, whole. */
export interface Chain extends Spelling {
  /** Whether the checksum holds: `none` where the spelling carries none. */
  checksum(text: string): 'valid' | 'none' | 'bad';
}

/**
 * Joins the two halves of a chain. A call, because bundlers may drop one that is marked pure: the guard imports the
 * spellings, and hashes and codecs stay out of it.
 */
export function withChecksum(spelling: Spelling, checksum: Chain['checksum']): Chain {
  return { ...spelling, checksum };
}
