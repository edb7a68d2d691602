import type { Alliance } from '../../core/alliance.ts';
import type { Named } from './proposal.ts';

/** One thing that a root, or the alliance it names, says otherwise than the one before. */
export interface RootChange {
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Everything in which two roots and their alliances differ. What both say is spelled out fact by fact, so nothing can change
 * without a line here.
 *
 * @param before null: the other is the first
 */
export function changesBetween(before: Named | null, after: Named): RootChange[] {
  const old = before === null ? new Map<string, string>() : factsOf(before);
  const fresh = factsOf(after);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((what) => ({ what, before: old.get(what) ?? null, after: fresh.get(what) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** What a root says, in sentences of two halves. Member by member, so that a reader sees at once whom a change is about. */
function factsOf({ plan, alliance }: Named): Map<string, string> {
  const keyOf = (keys: typeof plan.root, id: string) => keys.find(({ member }) => member === id)?.public;
  const facts: [string, string | undefined][] = [
    ['expires', plan.expires],
    ['a root needs', `${plan.thresholds.root} of ${plan.root.length} members`],
    ['a release needs', `${plan.thresholds.release} of ${plan.cosigners.length} members`],
    ...allianceFacts(alliance),
  ];
  for (const { id, name, homepage, group, reviewers } of alliance.members) {
    facts.push(
      [`${id}: member`, textOf(name)],
      [`${id}: homepage`, homepage],
      [`${id}: counts together with`, group && `group ${group}`],
      [`${id}: root key`, keyOf(plan.root, id)],
      [`${id}: co-signer's key`, keyOf(plan.cosigners, id)],
      ...reviewers.map(({ key, label = 'without a label', role }): [string, string] => [
        `${id}: reviewer ${key}`,
        role === undefined ? label : `${label}, ${role}`,
      ]),
    );
  }
  return new Map(facts.filter((fact): fact is [string, string] => fact[1] !== undefined));
}

function allianceFacts(alliance: Alliance): [string, string | undefined][] {
  const { name, homepage, addresses, reports, log, quorum, caps, observers = [], contact } = alliance;
  return [
    ['quorum', `${quorum} ${quorum === 1 ? 'member' : 'members'}`],
    ['statements of a member a day', String(caps.votes)],
    ['keys of a member a day', String(caps.keys)],
    ['alliance', textOf(name)],
    ['alliance homepage', homepage],
    ['feed', addresses.join(' ')],
    ['reports go to', reports],
    ['log', log.origin],
    ['log key', log.key],
    ['contacts are sealed for', contact],
    ...observers.map(({ key, label }): [string, string] => [`observer ${key}`, label]),
  ];
}

function textOf(name: Alliance['name']): string {
  return Object.entries(name)
    .map(([language, text]) => `${text} (${language})`)
    .join(', ');
}

/** A change in a line. Nothing of it can move the cursor or hide: `plain` sees to that where it is printed. */
export function describeChange({ what, before, after }: RootChange): string {
  if (before === null) return `+ ${what}: ${after}`;
  if (after === null) return `− ${what}: ${before}`;
  return `~ ${what}: ${before} → ${after}`;
}
