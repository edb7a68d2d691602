import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import { inOrder } from './in-order.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

export type JobName = 'sync' | 'reports' | 'proceeds' | 'copies';
/** When each job is due, in milliseconds since 1970. */
type Plan = Partial<Record<JobName, number>>;

/** The browser's one alarm. */
export interface AlarmDoor {
  set(when: number): Promise<void>;
}

const name = 'jobs';
const due = z.exactOptional(z.number());
const stored = z.object({ sync: due, reports: due, proceeds: due, copies: due });

/**
 * A stored list of what is due when, over one alarm: the worker dies after 30 idle seconds, so no timer of its own would
 * last. Every change writes the whole plan, one after another.
 */
export class Jobs {
  private readonly values: Values;
  private readonly alarm: AlarmDoor;
  private readonly now: () => number;
  private readonly inOrder = inOrder();

  constructor(values: Values, alarm: AlarmDoor, now: () => number) {
    this.values = values;
    this.alarm = alarm;
    this.now = now;
  }

  /** Plans a job; null takes it off the plan. */
  plan(job: JobName, when: number | null): Promise<void> {
    return this.change((plan) => {
      const { [job]: _, ...rest } = plan;
      return when === null ? rest : { ...rest, [job]: when };
    });
  }

  /** Plans a job that is on no plan, and sets the alarm anew: browsers may forget alarms when they end. */
  ensure(job: JobName, when: number): Promise<void> {
    return this.change((plan) => ({ [job]: when, ...plan }));
  }

  /** The jobs that are due. Each stays on the plan, later, until it is planned anew: a worker may die while it runs. */
  async takeDue(): Promise<JobName[]> {
    let due: JobName[] = [];
    await this.change((stored) => {
      const plan = this.whole(stored);
      due = (Object.keys(plan) as JobName[]).filter((job) => plan[job]! <= this.now());
      const again = this.now() + limits.pollInterval;
      return { ...plan, ...Object.fromEntries(due.map((job) => [job, again])) };
    });
    return due;
  }

  /** A plan without a look for lists was lost: then everything is due, and what has nothing to do is done at once. */
  private whole(plan: Plan): Plan {
    const now = this.now();
    return 'sync' in plan ? plan : { sync: now, reports: now, proceeds: now, copies: now, ...plan };
  }

  private change(edit: (plan: Plan) => Plan): Promise<void> {
    return this.inOrder(async () => {
      const plan = edit((await storedAs(this.values, name, stored)) ?? {});
      await this.values.put(name, plan);
      const times = Object.values(plan);
      if (times.length > 0) await this.alarm.set(Math.max(Math.min(...times), this.now()));
    });
  }
}

/** Pause before the next look: the poll interval, or after failures a backoff; a fifth of it left to chance. */
export function pauseAfter(failures: number, random: () => number): number {
  if (failures === 0) return limits.pollInterval + (random() * 2 - 1) * limits.pollJitter;
  const backoff = Math.min(limits.firstBackoff * 2 ** (failures - 1), limits.longestBackoff);
  return backoff * (0.8 + random() * 0.4);
}
