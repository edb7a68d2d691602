import type { RawChromium } from '../../scripts/lib/raw-chromium.ts';

/** An event of Chromium's trace; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Its time on the CPU: without what other programs took meanwhile. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string }; readonly fileName?: string };
}

/** What the guard did in a page, in milliseconds. */
export interface GuardWork {
  /** The longest time in one task of the page. */
  readonly longest: number;
  readonly total: number;
  readonly tasks: number;
  /** How much of it before the first picture. */
  readonly beforePicture: number;
}

const categories = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'v8',
  'v8.execute',
];

/** Records what the browser does while `work` runs, and returns the guard's part. */
export async function traced(browser: RawChromium, work: () => Promise<unknown>): Promise<GuardWork> {
  const events: TraceEvent[] = [];
  browser.on('Tracing.dataCollected', ({ value }: { value: TraceEvent[] }) => void events.push(...value));
  const complete = new Promise<void>((resolve) => browser.on('Tracing.tracingComplete', () => resolve()));
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordAsMuchAsPossible', includedCategories: categories },
  });
  await work();
  await browser.send('Tracing.end');
  await complete;
  return guardWork(events);
}

const isTask = ({ name }: TraceEvent): boolean => name.endsWith('RunTask');
const isEndOfCallback = ({ name }: TraceEvent): boolean => name === 'RunMicrotasks';

const guardScripts = /^chrome-extension:.*\/(?:guard|warning|pictures)\.js/;

/** Running, or being made ready: a script is named by its address. */
const isGuard = ({ args }: TraceEvent): boolean => guardScripts.test(args?.data?.url ?? args?.fileName ?? '');

/**
 * Adds up the guard's part of each task. What runs at the end of a callback (answers that were awaited) is not named
 * in a trace: in a task where the guard ran it is counted as the guard's.
 */
function guardWork(events: readonly TraceEvent[]): GuardWork {
  const shares = guardShares(events);
  return {
    longest: Math.max(0, ...shares) / 1_000,
    total: sum(shares) / 1_000,
    tasks: shares.length,
    beforePicture: sum(guardShares(events.filter(isBeforePicture(events)))) / 1_000,
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

/** Whether something happened before its process drew its page for the first time. */
function isBeforePicture(events: readonly TraceEvent[]): (event: TraceEvent) => boolean {
  const pictures = events.filter(({ name }) => name === 'firstContentfulPaint');
  const times = new Map(pictures.map(({ pid, ts }) => [pid, ts]));
  return ({ pid, ts }) => ts < (times.get(pid) ?? -Infinity);
}

function guardShares(events: readonly TraceEvent[]): number[] {
  const byThread = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (event.dur === undefined || !(isTask(event) || isGuard(event) || isEndOfCallback(event))) continue;
    const thread = `${event.pid} ${event.tid}`;
    const own = byThread.get(thread);
    if (own === undefined) byThread.set(thread, [event]);
    else own.push(event);
  }
  return [...byThread.values()].flatMap(sharesOf);
}

function sharesOf(events: readonly TraceEvent[]): number[] {
  if (!events.some(isGuard)) return [];
  const inOrder = events.toSorted((a, b) => a.ts - b.ts || b.dur! - a.dur!);
  const shares: number[] = [];
  let task = -Infinity;
  let counted = -Infinity;
  let share = 0;
  let hasGuard = false;
  const close = () => {
    if (hasGuard) shares.push(share);
    share = 0;
    hasGuard = false;
  };
  for (const event of inOrder) {
    const end = event.ts + event.dur!;
    if (isTask(event)) {
      if (event.ts < task) continue; // within another
      close();
      task = end;
    } else if (event.ts >= counted) {
      share += event.tdur ?? event.dur!;
      hasGuard ||= isGuard(event);
      counted = end;
    }
  }
  close();
  return shares;
}
