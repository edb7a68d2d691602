/** What people compare beyond a prefix that says nothing, and at the end. */
const HEAD = 3;
const TAIL = 4;

/**
 * What an address looks like to a person who compares its start and its end: two with the same look pass for one another
 * at a glance. Its prefix, 3 characters more and the last 4, in lower case. Whoever makes a look-alike pays 16 or 32
 * times as much for each character more; in hex, 7 characters are equal by chance once in 268 million pairs.
 *
 * @param text as it is written
 */
export function lookOf(text: string): string {
  const look = `${text.slice(0, prefixLength(text) + HEAD)}…${text.slice(-TAIL)}`;
  return look.toLowerCase();
}

/**
 * How much of the start is the same in most addresses of the sort: `0x`, `bitcoincash:q`, `bc1q`, `addr1q`; elsewhere
 * the first character (`T…`, `r…`, `1…`).
 */
function prefixLength(text: string): number {
  const hex = /^(?:0x|-?\d:)/i.exec(text)?.[0];
  if (hex !== undefined) return hex.length;
  // Bech32 and cashaddr are written in one case; a base58 address that only begins like one is not.
  const isOneCase = text === text.toLowerCase() || text === text.toUpperCase();
  const named = isOneCase ? /^[a-z]{2,16}(?::|1(?=[a-z\d]+$))/i.exec(text)?.[0] : undefined;
  return (named?.length ?? 0) + 1;
}
