import { readdirSync, readFileSync } from 'node:fs';

/** All processes below one, itself included. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
  }
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isBelow);
}

// The name in brackets may hold anything, so fields are counted from its end.
function parentOf(pid: string): number {
  return Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);
}

/** What a process of Chromium is there for. */
export type Part = 'page' | 'worker' | 'browser';

/** Milliseconds on a CPU. */
export type Times = Readonly<Record<Part, number>>;

/** Time on a CPU so far, by thread. */
export type Reading = ReadonlyMap<string, { readonly part: Part; readonly time: number }>;

/**
 * Reads every living thread of these processes. `schedstat` counts nanoseconds, where `stat` counts hundredths of a
 * second and the protocol's metrics leave the browser's own process out.
 */
export function readTimes(pids: readonly number[]): Reading {
  const reading = new Map<string, { part: Part; time: number }>();
  for (const pid of pids) {
    const part = partOf(pid);
    for (const thread of list(`/proc/${pid}/task`)) {
      const time = Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) / 1e6;
      reading.set(thread, { part, time });
    }
  }
  return reading;
}

/** What was spent between two readings; threads that ended in between are not counted. */
export function spent(before: Reading, after: Reading): Times {
  const sums = { page: 0, worker: 0, browser: 0 };
  for (const [thread, { part, time }] of after) sums[part] += time - (before.get(thread)?.time ?? 0);
  return sums;
}

/** Memory that belongs to these processes alone, in bytes. */
export function privateMemory(pids: readonly number[]): number {
  const kilobytes = pids.map(
    (pid) => /Private_Dirty: +(\d+)/.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0,
  );
  return kilobytes.reduce((sum: number, each) => sum + Number(each) * 1_024, 0);
}

export function partOf(pid: number): Part {
  const line = read(`/proc/${pid}/cmdline`);
  if (!line.includes('--type=renderer')) return 'browser';
  return line.includes('--extension-process') ? 'worker' : 'page';
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
