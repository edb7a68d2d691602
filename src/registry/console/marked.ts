/** What the queue hands on to other pages of this tab: the cases as they stood there, and the keys marked for a batch. */
export const queue: { order: readonly number[]; marked: ReadonlyMap<number, string>; address: string } = {
  order: [],
  marked: new Map(),
  address: '/console',
};

/** The case before or after another, as the queue last showed them; null at its ends. */
export function neighbour(id: number, step: 1 | -1): number | null {
  const at = queue.order.indexOf(id);
  return at === -1 ? null : (queue.order[at + step] ?? null);
}
