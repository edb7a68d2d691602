import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEntry, isAddressKey } from '../../../src/core/entry.ts';
import { parseSite } from '../../../src/core/hostname.ts';
import { limits } from '../../../src/core/limits.ts';
import { List, writeList } from '../../../src/core/list.ts';
import { protection } from '../../../src/core/protected.ts';
import { keysCovering, verdictOf } from '../../../src/core/verdict.ts';
import { isGateSet, setGate } from '../../../src/extension/background/gate.ts';
import {
  joinStops,
  proceedRule,
  type Rule,
  ruleIds,
  stopsOf,
} from '../../../src/extension/background/gate-rules.ts';
import { Values } from './doors.ts';

type Listed = Record<string, 'stop' | 'caution'>;

const stopPage = 'chrome-extension://sample/stop.html';
const ownHosts = ['feed.example'];

function listOf(listed: Listed): List {
  return new List(
    writeList(Object.entries(listed).map(([key, level]) => ({ key, kind: 'phishing', level }))),
  );
}

/** The browser's rules and store, as the gate sees them. */
class Browser {
  readonly rules = new Map<number, Rule>();
  readonly values = new Values();
  readonly sets: number[][] = [];
  private readonly matchesDots: boolean;

  /** @param matchesDots whether a name in a rule stands for the name with the root's dot too: not in Firefox */
  constructor(matchesDots = true) {
    this.matchesDots = matchesDots;
  }

  readonly doors = {
    ...{ values: this.values, stopPage, making: '1' },
    rules: {
      find: async (id: number) => this.rules.get(id),
      replace: async (remove: readonly number[], add: readonly Rule[]) => {
        for (const id of remove) this.rules.delete(id);
        for (const rule of add) {
          if (this.rules.has(rule.id)) throw new Error(`Rule ${rule.id} is there already.`);
          if (rule.condition.requestDomains?.length === 0)
            throw new Error('An empty list of names is refused.');
          if (rule.condition.requestDomains?.some((name) => !isBare(name)))
            throw new Error('A name is malformed.');
          this.rules.set(rule.id, rule);
        }
        this.sets.push(add.map(({ id }) => id));
      },
      isPatternSupported: async ({ condition }: Rule) => (condition.regexFilter ?? '').length < 200,
    },
  };

  async set(listed: Listed): Promise<string[]> {
    return setGate(this.doors, stopsOf(listOf(listed)), Object.keys(listed).join(), ownHosts);
  }

  /** What the browser does with a request, as the documentation of declarativeNetRequest has it. */
  decide(text: string, extra: readonly Rule[] = []): 'opened' | string {
    const url = new URL(text).href;
    const matching = [...this.rules.values(), ...extra].filter(({ condition }) =>
      matches(condition, url, this.matchesDots),
    );
    const highest = Math.max(...matching.map(({ priority }) => priority));
    const first = matching.filter(({ priority }) => priority === highest);
    const stopping = first.find(({ action }) => action.type === 'redirect');
    // Of one priority, allow goes before redirect.
    if (stopping === undefined || first.some(({ action }) => action.type === 'allow')) return 'opened';
    const groups = new RegExp(stopping.condition.regexFilter ?? '', 'i').exec(url)!;
    const { regexSubstitution } = stopping.action.redirect!;
    const to = regexSubstitution.replace(/\\(\d)/g, (_, group) => groups[Number(group)] ?? '');
    return to.startsWith('http') ? this.decide(to, extra) : to;
  }
}

const isBare = (name: string) => URL.parse(`http://${name}`)?.hostname === name && !name.endsWith('.');

function matches(
  { requestDomains, regexFilter, isUrlFilterCaseSensitive }: Rule['condition'],
  url: string,
  matchesDots: boolean,
): boolean {
  const { hostname } = new URL(url);
  const host = matchesDots ? hostname.replace(/\.$/, '') : hostname;
  const named = requestDomains?.some((name) => host === name || host.endsWith(`.${name}`)) ?? true;
  return named && new RegExp(regexFilter ?? '', isUrlFilterCaseSensitive ? '' : 'i').test(url);
}

/** What should happen to a page, by the very code that gives verdicts. */
function isStopped(listed: Listed, url: string): boolean {
  const list = listOf(listed);
  const find = (key: string) => (protection(key, ownHosts) === null ? list.find(key) : undefined);
  return verdictOf(keysCovering(parseSite(url)!), find).verdict === 'listed';
}

const names = [
  'a.test',
  'b.test',
  'x.a.test',
  'y.x.a.test',
  'z.y.x.a.test',
  'x.b.test',
  'na.test',
  '1.2.3.4',
];
const unstoppable = ['com', 'co.uk', 'github.io', 'google.com', 'feed.example', 'example'];
const paths = ['a.test/p', 'a.test/p/q', 'b.test/P', 'c.test/p.q', 'c.test/%E7%99%BD'];
const odd = ['UPPER.test', 'trailing.test.', 'xn--a.test', '1.2.3', 'tron:TXYZ', 'eip155:0xab'];
const keys = [...names, ...unstoppable, ...paths, ...odd];
const urls = [
  ...names,
  ...unstoppable,
  'c.test',
  'www.a.test',
  'w.z.y.x.a.test',
  'ba.test',
  'a.test.b.example',
  'a.test.',
  'x.b.test.:8080',
  'na.test.',
].flatMap((host) =>
  ['', '/p', '/p/', '/p/q?x#y', '/pq', '/P', '/p.q', '/p-q', '/%E7%99%BD'].map(
    (path) => `http://${host}${path}`,
  ),
);
const lists = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('stop', 'caution'), {
  noNullPrototype: true,
});

describe('the gate', () => {
  it('decides exactly as the list does, through any run of releases', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(lists, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (releases, dots) => {
          const browser = new Browser(dots);
          for (const listed of releases) {
            await browser.set(listed);
            for (const url of urls)
              expect([url, browser.decide(url) !== 'opened']).toEqual([url, isStopped(listed, url)]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('carries the whole address to the stop page', async () => {
    const browser = new Browser();
    await browser.set({ 'a.test': 'stop', 'c.test/p': 'stop' });
    const url = 'https://user:secret@x.a.test:8443/path?query=$1&more#and-hash';
    expect(browser.decide(url)).toBe(`${stopPage}#${url}`);
    expect(browser.decide('http://www.c.test/p/below?q#h')).toBe(`${stopPage}#http://www.c.test/p/below?q#h`);
  });

  it('takes the final dot of a name for what it is, in browsers whose rules do not', async () => {
    const browser = new Browser(false);
    await browser.set({ 'a.test': 'stop' });
    expect(browser.decide('http://me@a.test.:8080/p?q.#h')).toBe(`${stopPage}#http://me@a.test:8080/p?q.#h`);
    expect(browser.decide('http://a.test./')).toBe(`${stopPage}#http://a.test/`);
    expect(browser.decide('http://b.test./')).toBe('opened');
    expect(browser.decide('http://b.test/a.test./')).toBe('opened');
    expect(browser.decide('http://a.test./', [proceedRule(1, 'a.test', null)])).toBe('opened');
  });

  it('leaves the sub-domains of a shared host alone when a path is listed', async () => {
    const browser = new Browser();
    await browser.set({ 'c.test/p': 'stop' });
    expect(browser.decide('http://x.c.test/p')).toBe('opened');
    expect(browser.decide('http://other.test/?u=http://c.test/p')).toBe('opened');
  });

  it('says which keys it never stops', async () => {
    expect(
      await new Browser().set({
        com: 'stop',
        'google.com': 'stop',
        'feed.example': 'stop',
        'a.test': 'stop',
      }),
    ).toEqual(['com', 'feed.example', 'google.com']);
  });

  it('does not redo the base rule for small changes, and does for large ones', async () => {
    const browser = new Browser();
    const many = Object.fromEntries(
      Array.from({ length: limits.gateChanges }, (_, i) => [`n${i}.test`, 'stop' as const]),
    );
    await browser.set({ 'a.test': 'stop' });
    await browser.set({ 'a.test': 'stop', ...many });
    expect(browser.sets[1]).not.toContain(ruleIds.base);
    await browser.set({ 'a.test': 'stop', 'b.test': 'stop', ...many });
    expect(browser.sets[2]).toContain(ruleIds.base);
  });

  it('knows when there is nothing to do, and builds anew after an upgrade', async () => {
    const browser = new Browser();
    await browser.set({ 'a.test': 'stop' });
    expect(await isGateSet(browser.doors, 'a.test')).toBe(true);
    expect(await isGateSet(browser.doors, 'b.test')).toBe(false);
    expect(await isGateSet({ ...browser.doors, making: '2' }, 'a.test')).toBe(false);
  });

  it.each(['rules', 'store'])('builds anew when the %s were lost', async (lost) => {
    const browser = new Browser();
    await browser.set({ 'a.test': 'stop', 'b.test': 'stop' });
    if (lost === 'rules') browser.rules.clear();
    else browser.values.clear();
    expect(await isGateSet(browser.doors, 'a.test,b.test')).toBe(lost === 'store');
    await browser.set({ 'b.test': 'stop' });
    expect(browser.decide('http://a.test/')).toBe('opened');
    expect(browser.decide('http://b.test/')).not.toBe('opened');
  });

  it('is right after a crash between the rules and the store', async () => {
    const browser = new Browser();
    await browser.set({ 'a.test': 'stop' });
    const before = browser.values.copy();
    browser.rules.clear();
    await browser.set({ 'b.test': 'stop' });
    browser.values.restore(before);
    await browser.set({ 'b.test': 'stop', 'x.b.test': 'stop' });
    expect(browser.decide('http://a.test/')).toBe('opened');
    expect(browser.decide('http://b.test/')).not.toBe('opened');
  });

  it('leaves patterns the browser does not take, and paths beyond its bound, to the guard', async () => {
    const long = `a.test/${'p'.repeat(300)}`;
    const many = Array.from({ length: limits.gatePaths + 5 }, (_, i) => [`a.test/${i}`, 'stop' as const]);
    const browser = new Browser();
    await browser.set({ [long]: 'stop', ...Object.fromEntries(many) });
    expect(browser.rules.size).toBe(limits.gatePaths + 2);
  });
});

describe('a choice to go on', () => {
  const listed: Listed = { 'a.test': 'stop', 'x.a.test': 'stop', 'c.test/p': 'stop', 'c.test/q': 'stop' };

  it('opens a host with its sub-domains, whatever else lists it, and no other', async () => {
    const browser = new Browser();
    await browser.set({});
    await browser.set(listed);
    const choice = [proceedRule(1, 'a.test', null)];
    expect(browser.decide('http://a.test/', choice)).toBe('opened');
    expect(browser.decide('http://x.a.test/', choice)).toBe('opened');
    expect(browser.decide('http://c.test/p', choice)).not.toBe('opened');
  });

  it('opens a path and what lies below it, and no other path', async () => {
    const browser = new Browser();
    await browser.set(listed);
    const choice = [proceedRule(1, 'c.test/p', 7)];
    expect(choice[0]!.condition.tabIds).toEqual([7]);
    expect(browser.decide('http://c.test/p/below', choice)).toBe('opened');
    expect(browser.decide('http://c.test/q', choice)).not.toBe('opened');
  });
});

describe('the stops of several lists', () => {
  it('are each once, sorted, without cautions and addresses', () => {
    const one = stopsOf(
      listOf({ 'b.test': 'stop', 'a.test': 'caution', 'tron:T1': 'stop', 'c.test/p': 'stop' }),
    );
    const other = stopsOf(listOf({ 'a.test': 'stop', 'b.test': 'stop' }));
    expect(joinStops([one, other])).toEqual({ names: ['a.test', 'b.test'], paths: ['c.test/p'] });
    expect(joinStops([])).toEqual({ names: [], paths: [] });
    expect([isAddressKey('tron:T1'), formatEntry({ key: 'k', kind: 'phishing', level: 'stop' })]).toEqual([
      true,
      'k phishing',
    ]);
  });
});
