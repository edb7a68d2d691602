import { useState } from 'preact/hooks';
import type { CasePage } from '../desk/api.ts';

/**
 * A page of the queue that does not move while somebody reads it: rows that are shown stay where they are and are brought up to date
 * in place; what would come or go is counted, and comes with `show`.
 */
export function useSteady(page: CasePage) {
  const [order, setOrder] = useState(page.cases.map(({ id }) => id));
  const [seen, setSeen] = useState(new Map(page.cases.map((row) => [row.id, row])));
  const fresh = new Map(page.cases.map((row) => [row.id, row]));
  const known = new Map([...seen, ...fresh]);
  return {
    rows: order.flatMap((id) => known.get(id) ?? []),
    news: page.cases.filter(({ id }) => !order.includes(id)).length,
    show: () => {
      setOrder(page.cases.map(({ id }) => id));
      setSeen(fresh);
    },
  };
}
