import { limits } from '../../core/limits.ts';
import { sha256Of } from '../release/list-text.ts';
import { duration, plain } from '../terminal.ts';
import { changesBetween, describeChange } from './changes.ts';
import type { Named, Proposal } from './proposal.ts';
import { type Standing, standingOf } from './standing.ts';

/** What a ceremony's commands tell with `--json`. */
export async function proposalFacts(proposal: Proposal) {
  const { current, next } = proposal;
  return {
    version: next.plan.version,
    follows: current && { version: current.plan.version, sha256: digestOf(current) },
    alliance: next.plan.alliance,
    expires: next.plan.expires,
    changes: changesBetween(current, next),
    ...(await standingOf(proposal)),
  };
}

/** The SHA-256 of a root's file: what people compare with each other. */
export function digestOf({ body }: Named): string {
  return sha256Of(Buffer.from(body));
}

/** A proposal for people: what it follows, all that changes, and who has signed. */
export async function describeProposal(proposal: Proposal): Promise<string[]> {
  const { current, next } = proposal;
  return [
    current === null
      ? `Root ${next.plan.version}, the first.`
      : `Root ${next.plan.version}. It follows root ${current.plan.version}, SHA-256 ${digestOf(current)}.`,
    ...changesBetween(current, next).map((change) => `  ${plain(describeChange(change))}`),
    ...describeStanding(await standingOf(proposal), next.plan.version),
  ];
}

function describeStanding({ asked, complete, useless }: Standing, version: number): string[] {
  const lines = asked.map(({ by, threshold, signed, waiting }) => {
    const whose = by === 'next' ? `By root ${version}` : `By root ${version - 1}`;
    const lack = waiting.length > 0 ? `; not yet: ${waiting.join(', ')}` : '';
    return `${whose}: ${signed.length} of ${threshold} signed${signed.length > 0 ? ` (${signed.join(', ')})` : ''}${lack}`;
  });
  return [
    ...lines,
    ...(useless > 0
      ? [`${useless} signatures do not count: by nobody who is asked, or of another text.`]
      : []),
    complete ? 'Enough have signed. Put it in force with: baize root publish' : 'More signatures are needed.',
  ];
}

/** The root in force, for people. */
export function describeRoot(root: Named, now: Date): string[] {
  const { version, root: keys, cosigners, thresholds, expires } = root.plan;
  const members = (list: typeof keys) => list.map(({ member }) => member).join(', ');
  const warning = expiryWarning(expires, version, now);
  return [
    `Root ${version}, SHA-256 ${digestOf(root)}`,
    `Alliance  ${plain(root.alliance.name.en)}, quorum ${root.alliance.quorum}`,
    `Roots     ${thresholds.root} of ${keys.length}: ${members(keys)}`,
    `Releases  ${thresholds.release} of ${cosigners.length}: ${members(cosigners)}`,
    `Expires   ${expires}`,
    ...(warning === null ? [] : [warning]),
  ];
}

/** A reminder when a root's end is near, or null. After it no browser takes a release, until a new root comes. */
export function expiryWarning(expires: string, version: number, now: Date): string | null {
  const rest = Date.parse(expires) - now.getTime();
  if (rest > limits.rootReminder) return null;
  const when = rest > 0 ? `expires in ${duration(rest)}` : `expired ${duration(rest)} ago`;
  return `Root ${version} ${when}: prepare the next one with baize root propose.`;
}
