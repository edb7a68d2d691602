import { type Browser, browser } from 'wxt/browser';
import * as z from 'zod/mini';
import type { Evidence } from '../messages.ts';
import type { AccessDoor } from './access.ts';
import type { ReadPackaged } from './baseline.ts';
import { withEvidence } from './evidence.ts';
import type { TellGuard } from './frames.ts';
import type { RulesDoor } from './gate.ts';
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

export const dynamicRules: RulesDoor = {
  async find(id) {
    const [rule] = await browser.declarativeNetRequest.getDynamicRules({ ruleIds: [id] });
    return rule as Rule | undefined;
  },
  async replace(removeRuleIds, addRules) {
    const change = { removeRuleIds: [...removeRuleIds], addRules: addRules as BrowserRule[] };
    await browser.declarativeNetRequest.updateDynamicRules(change);
  },
  async isPatternSupported({ condition: { regexFilter, isUrlFilterCaseSensitive } }) {
    const question = { regex: regexFilter ?? '', isCaseSensitive: isUrlFilterCaseSensitive ?? false };
    return (await browser.declarativeNetRequest.isRegexSupported(question)).isSupported;
  },
};

/** Rules of private windows have ids from here on, each of its tab's number: a tab has one at most. */
const firstPrivateRule = 2 ** 30;
const privateRule = (tab: number): number => firstPrivateRule + (tab % firstPrivateRule);

export const sessionRules = (isPrivate: boolean): SessionRulesDoor => ({
  async replaceAll(rules) {
    const old = await browser.declarativeNetRequest.getSessionRules();
    const own = old.filter(({ id }) => id >= firstPrivateRule === isPrivate);
    if (own.length === 0 && rules.length === 0) return;
    const added = isPrivate
      ? rules.map((rule) => ({ ...rule, id: privateRule(rule.condition.tabIds?.[0] ?? 0) }))
      : rules;
    await browser.declarativeNetRequest.updateSessionRules({
      removeRuleIds: own.map(({ id }) => id),
      addRules: added as BrowserRule[],
    });
  },
});

/** A private tab closes. With the last one its worker ends, mostly after this call and hardly ever after a second one. */
export function dropPrivateRule(tab: number): Promise<void> {
  return browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: [privateRule(tab)] });
}

/** Ends with the browser's session, in memory only. */
export const sessionValues: Values = {
  get: async (name) => (await browser.storage.session.get(name))[name],
  put: (name, value) =>
    value === undefined
      ? browser.storage.session.remove(name)
      : browser.storage.session.set({ [name]: value }),
};

/** Kept apart from the database, which a browser may clear when the disk is full: what can not be had again. */
export const localValues: LocalValues = {
  all: () => browser.storage.local.get(null),
  get: async (name) => (await browser.storage.local.get(name))[name],
  put: (name, value) =>
    value === undefined ? browser.storage.local.remove(name) : browser.storage.local.set({ [name]: value }),
};

const floor = z.object({ root: z.number(), timestamp: z.number(), signed: z.number() });

export const floors = {
  get: (feed: string): Promise<Floor | undefined> => storedAs(localValues, `floor ${feed}`, floor),
  raise: (feed: string, value: Floor): Promise<void> => localValues.put(`floor ${feed}`, value),
};

/** Contradictions of a feed's log, kept like the floors; the first ones, each once: more of them would tell nothing new. */
export const evidence = {
  async of(feed: string): Promise<readonly Evidence[]> {
    const name = `evidence ${feed}`;
    return ((await browser.storage.local.get(name))[name] ?? []) as Evidence[];
  },
  async keep(feed: string, found: Evidence): Promise<void> {
    const kept = withEvidence(await evidence.of(feed), found);
    await browser.storage.local.set({ [`evidence ${feed}`]: kept });
  },
  forget: (feed: string): Promise<void> => browser.storage.local.remove(`evidence ${feed}`),
};

/** Speaks to the guard of one frame. */
export const tellGuard: TellGuard = async (tab, frame, news) => {
  await browser.tabs.sendMessage(tab, news, { frameId: frame });
};

export const alarm: AlarmDoor = {
  set: async (when) => browser.alarms.create('jobs', { when }),
};
