const TAIL = 4;

/**
 * A long text as wallets show it: its start, `…` and its last 4 characters. One that would not get shorter stays whole.
 *
 * @param head how much of the start is shown: 6, which is `0x` and 4 digits; more where a prefix says nothing
 */
export function shorten(text: string, head = 6): string {
  return text.length <= head + TAIL + 1 ? text : `${text.slice(0, head)}…${text.slice(-TAIL)}`;
}
