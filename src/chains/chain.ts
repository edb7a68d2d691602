/**
 * One address family. A chain is a file of this folder: its id is the file name and the namespace of its keys
 * (CAIP-2 where one is registered).
 */
export interface Chain {
  readonly id: string;
  /** Source of a regular expression for what may be an address: no anchors, no capturing groups. */
  readonly pattern: string;
  /**
   * The canonical spelling of a text that matches the pattern, without a look at the checksum: enough to compare
   * with a list, cheap enough for a page.
   */
  canonical(text: string): string | null;
  /** Whether the checksum holds: `none` where the spelling carries none. */
  checksum(text: string): 'valid' | 'none' | 'bad';
}
