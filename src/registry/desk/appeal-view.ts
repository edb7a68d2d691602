import { talliesOf } from '../review/explain.ts';
import { answersTo, clockOf, isOverdue, type StoredAppeal, textOf } from '../store/appeals.ts';
import { contactOf } from '../store/contacts.ts';
import { instant } from '../store/database.ts';
import type { AppealRow, AppealShown } from './api.ts';
import { groundsOf, keptBy } from './appeals.ts';
import type { Look } from './queue.ts';
import { standingOf } from './standing.ts';

/** Appeals as a list shows them: overdue ones first, then by when they are due. */
export function appealRows(appeals: readonly StoredAppeal[], now: Date): AppealRow[] {
  const time = instant(now);
  const dueOf = (appeal: StoredAppeal) => {
    const { answerBy, decideBy } = clockOf(appeal.received);
    if (appeal.state !== 'open') return `2 ${appeal.received}`;
    return `${isOverdue(appeal, time) ? 0 : 1} ${appeal.answered === null ? answerBy : decideBy}`;
  };
  return [...appeals].sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1)).map(rowOf);
}

function rowOf({ id, key, received, state, answered, decided }: StoredAppeal): AppealRow {
  return { id, key, received, state, answered, decided, ...clockOf(received) };
}

/** Everything that is known of an appeal. How its sender can be reached is for those who decide. */
export async function appealView(look: Look, appeal: StoredAppeal, now: Date): Promise<AppealShown> {
  const { db, waiting, alliance, person } = look;
  const { id, key, leaf, receipt } = appeal;
  const time = instant(now);
  const tally = (await talliesOf(db, waiting, alliance, [key], time)).get(key)!;
  const grounds = await groundsOf(db, alliance, appeal, { leaf: Number.POSITIVE_INFINITY, time });
  return {
    ...{ ...rowOf(appeal), text: textOf(appeal), leaf },
    contact: person.role === 'observer' ? null : await contactOf(db, receipt),
    answers: (await answersTo(db, [id])).get(id) ?? [],
    standing: await standingOf(db, key, tally),
    ...{ listedBy: grounds.listedBy, keptBy: keptBy(grounds) },
  };
}
