import { type Browser, browser } from 'wxt/browser';
import * as z from 'zod/mini';
import type { Evidence } from '../messages.ts';
import type { AccessDoor } from './access.ts';
import type { ReadPackaged } from './baseline.ts';
import { withEvidence } from './evidence.ts';
import type { TellGuard } from './frames.ts';
import type { RulesDoor } from './gate.ts';
import type { PatternDoor } from './gate-paths.ts';
import type { Rule } from './gate-rules.ts';
import type { AlarmDoor } from './jobs.ts';
import type { SessionRulesDoor } from './proceeds.ts';
import type { LocalValues } from './report-store.ts';
import type { Floor, Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

type BrowserRule = Browser.declarativeNetRequest.Rule;

/** Reads a file of the package: the extension may, web pages may not. */
export const readPackaged: ReadPackaged = async (path) => {
  const response = await fetch(`${extensionAddress()}${path}`);
  return new Uint8Array(await response.arrayBuffer());
};

/** Ends with a slash. Chromium's `getURL` would give the stop page an address that the next start does not know. */
export const extensionAddress = (): string => `${location.origin}/`;
export const stopPage = (): string => `${extensionAddress()}stop.html`;

export const version = (): string => browser.runtime.getManifest().version;

export const access: AccessDoor = {
  isGranted: (pattern) => browser.permissions.contains({ origins: [pattern] }),
};

const patterns: PatternDoor = {
  async isPatternSupported({ regexFilter, isUrlFilterCaseSensitive }, isSent) {
    const question = {
      regex: regexFilter ?? '',
      isCaseSensitive: isUrlFilterCaseSensitive ?? false,
      requireCapturing: isSent,
    };
    return (await browser.declarativeNetRequest.isRegexSupported(question)).isSupported;
  },
};

export const dynamicRules: RulesDoor = {
  ...patterns,
  async read(ids) {
    const filter = ids === undefined ? {} : { ruleIds: [...ids] };
    return (await browser.declarativeNetRequest.getDynamicRules(filter)) as readonly Rule[];
  },
  async replace(removeRuleIds, addRules) {
    const change = { removeRuleIds: [...removeRuleIds], addRules: addRules as BrowserRule[] };
    await browser.declarativeNetRequest.updateDynamicRules(change);
  },
};

/**
 * Rules of private windows have ids from here on, so many for each tab: it has one choice at most, and the rules of a
 * choice are no more than these.
 */
const firstPrivateRule = 2 ** 30;
const rulesPerTab = 128;
const privateRule = (tab: number): number =>
  firstPrivateRule + (tab % (firstPrivateRule / rulesPerTab)) * rulesPerTab;

/** The same rules, with ids by their tab. */
function privately(rules: readonly Rule[]): Rule[] {
  const counts = new Map<number, number>();
  return rules.map((rule) => {
    const [tab = 0] = rule.condition.tabIds ?? [];
    const count = counts.get(tab) ?? 0;
    counts.set(tab, count + 1);
    return { ...rule, id: privateRule(tab) + count };
  });
}

export const sessionRules = (isPrivate: boolean): SessionRulesDoor => ({
  ...patterns,
  async read() {
    const all = (await browser.declarativeNetRequest.getSessionRules()) as readonly Rule[];
    return all.filter(({ id }) => id >= firstPrivateRule === isPrivate);
  },
  async replace(removeRuleIds, rules) {
    const addRules = (isPrivate ? privately(rules) : rules) as BrowserRule[];
    await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: [...removeRuleIds], addRules });
  },
});

/** A private tab closes. With the last one its worker ends, mostly after this call and hardly ever after a second one. */
export function dropPrivateRules(tab: number): Promise<void> {
  const removeRuleIds = Array.from({ length: rulesPerTab }, (_, i) => privateRule(tab) + i);
  return browser.declarativeNetRequest.updateSessionRules({ removeRuleIds });
}

/** Ends with the browser's session, in memory only. */
export const sessionValues: Values = {
  get: async (name) => (await browser.storage.session.get(name))[name],
  put: (name, value) =>
    value === undefined
      ? browser.storage.session.remove(name)
      : browser.storage.session.set({ [name]: value }),
};

/** Kept apart from the database, which a browser may clear when the disk is full: what cannot be had again. */
export const localValues: LocalValues = {
  all: () => browser.storage.local.get(null),
  get: async (name) => (await browser.storage.local.get(name))[name],
  put: (name, value) =>
    value === undefined ? browser.storage.local.remove(name) : browser.storage.local.set({ [name]: value }),
};

const floor = z.object({ root: z.number(), timestamp: z.number(), signed: z.number() });

/** Versions and times seen of feeds. One that could not be kept holds no list up: the store says so (`LocalStore`). */
export const floorsIn = (values: Values) => ({
  get: (feed: string): Promise<Floor | undefined> => storedAs(values, `floor ${feed}`, floor),
  raise: (feed: string, value: Floor): Promise<void> =>
    values.put(`floor ${feed}`, value).catch(console.error),
});

/** Contradictions of a feed's log, kept like the floors; the first ones, each once: more of them would tell nothing new. */
export const evidenceIn = (values: Values) => ({
  async of(feed: string): Promise<readonly Evidence[]> {
    return ((await values.get(`evidence ${feed}`).catch(console.error)) ?? []) as Evidence[];
  },
  async keep(feed: string, found: Evidence): Promise<void> {
    const kept = withEvidence(await this.of(feed), found);
    await values.put(`evidence ${feed}`, kept).catch(console.error);
  },
  forget: (feed: string): Promise<void> => values.put(`evidence ${feed}`, undefined),
});

/** Speaks to the guard of one frame. */
export const tellGuard: TellGuard = async (tab, frame, news) => {
  await browser.tabs.sendMessage(tab, news, { frameId: frame });
};

export const alarm: AlarmDoor = {
  set: async (when) => browser.alarms.create('jobs', { when }),
};
