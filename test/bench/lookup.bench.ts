import { createRequire } from 'node:module';
import { Filter, hashesOf } from '../../src/core/filter.ts';
import { hostAndParents } from '../../src/core/hostname.ts';
import { List, writeList } from '../../src/core/list.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { hostList } from '../real-lists.ts';

interface Subject {
  readonly name: string;
  /** Builds the look-up from host names; true means listed. */
  readonly build: (hosts: string[]) => (host: string) => boolean;
}

interface Detector {
  check(host: string): { result: boolean };
}

const subjects: Subject[] = [
  {
    name: 'Baize: filter, confirmed in the text',
    build: (hosts) => {
      const text = writeList(hosts.map((key) => ({ key, kind: 'phishing', level: 'stop' })));
      const list = new List(text);
      const filter = new Filter(hashesOf(text, new Set(hosts).size));
      const find = (key: string) => (filter.mayContain(key) ? list.find(key) : undefined);
      return (host) => verdictOf(hostAndParents(host), find).verdict === 'listed';
    },
  },
  {
    name: 'Set and a walk over parents',
    build: (hosts) => {
      const set = new Set(hosts);
      return (host) => hostAndParents(host).some((name) => set.has(name));
    },
  },
  {
    name: 'eth-phishing-detect 1.2.0',
    build: (hosts) => {
      const PhishingDetector = createRequire(import.meta.url)('eth-phishing-detect/src/detector') as new (
        config: object,
      ) => Detector;
      const detector = new PhishingDetector({ blacklist: hosts, whitelist: [], fuzzylist: [], tolerance: 0 });
      return (host) => detector.check(host).result;
    },
  },
];

/** Build time, memory and time a look-up of each way to hold the same names, measured in this one run. */
export async function run(): Promise<void> {
  const hosts = hostList();
  const listed = hosts.filter((_, i) => i % 7 === 0);
  const unlisted = listed.map((host) => `${host}.unlisted.example`);
  const rows = subjects.map((subject) => measure(subject, hosts, listed, unlisted));
  const [own] = rows;
  console.log(`${hosts.length} names; node ${process.version}; times a look-up, best of 3`);
  console.table(
    rows.map((row) => ({
      ...row.shown,
      'listed, ratio': (row.listed / own!.listed).toFixed(1),
      'unlisted, ratio': (row.unlisted / own!.unlisted).toFixed(1),
    })),
  );
}

function measure(subject: Subject, hosts: string[], listed: string[], unlisted: string[]) {
  const before = memory();
  const start = performance.now();
  const look = subject.build(hosts);
  const built = performance.now() - start;
  const held = memory() - before;
  const times = { listed: perLookup(look, listed, true), unlisted: perLookup(look, unlisted, false) };
  const shown = {
    what: subject.name,
    'build ms': Math.round(built),
    'memory MB': (held / 1e6).toFixed(1),
    'listed µs': times.listed.toFixed(2),
    'unlisted µs': times.unlisted.toFixed(2),
  };
  return { ...times, shown };
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

// A slow subject gets fewer names: 200 ms are enough to tell milliseconds from microseconds.
function perLookup(look: (host: string) => boolean, names: string[], expected: boolean): number {
  const rounds = [1, 2, 3].map(() => {
    const start = performance.now();
    let done = 0;
    for (; done < names.length && (done % 64 !== 0 || performance.now() - start < 200); done += 1) {
      if (look(names[done]!) !== expected) throw new Error(`wrong answer for ${names[done]}`);
    }
    return ((performance.now() - start) * 1_000) / done;
  });
  return Math.min(...rounds);
}
