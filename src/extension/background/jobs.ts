import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import { inOrder } from './in-order.ts';
import { longestPause } from './pace.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

export type JobName = 'sync' | 'reports' | 'proceeds' | 'copies';
/** When each job is due, in milliseconds since 1970. */
type Plan = Partial<Record<JobName, number>>;
/** The plan, and when it was made. */
type Stored = Plan & { readonly made?: number };

/** The browser's one alarm. */
export interface AlarmDoor {
  set(when: number): Promise<void>;
}

const name = 'jobs';
const due = z.exactOptional(z.number());
const stored = z.object({ sync: due, reports: due, proceeds: due, copies: due, made: due });

/** No job is ever planned further ahead than this. */
const longest: Readonly<Record<JobName, number>> = {
  sync: longestPause,
  reports: limits.decidedReportPause,
  proceeds: limits.proceed,
  copies: limits.copyLife,
};

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
      const made = this.now();
      const plan = edit(trustworthy((await storedAs(this.values, name, stored)) ?? {}, made));
      // A plan that a full disk does not take is still carried out, as long as this worker lives.
      await this.values.put(name, { ...plan, made }).catch(console.error);
      const times = Object.values(plan);
      if (times.length > 0) await this.alarm.set(Math.max(Math.min(...times), made));
    });
  }
}

/**
 * A plan with what a wrong clock planned being due: all that was planned at a time that is yet to come, and what lies
 * further ahead than it can.
 */
function trustworthy({ made = 0, ...plan }: Stored, now: number): Plan {
  const jobs = Object.entries(plan) as [JobName, number][];
  const isWrong = (job: JobName, when: number) => made > now || when > now + longest[job];
  return Object.fromEntries(jobs.map(([job, when]) => [job, isWrong(job, when) ? now : when]));
}
