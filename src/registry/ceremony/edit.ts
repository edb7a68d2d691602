import type { Alliance, Member } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import type { StaffRow } from '../store/staff.ts';

/** The member of a draft. @throws BaizeError `input` when there is none of that id */
export function memberOf({ members }: Alliance, id: string): Member {
  const found = members.find((member) => member.id === id);
  if (found !== undefined) return found;
  const there = members.map((member) => member.id).join(', ') || 'none';
  throw new BaizeError('input', `There is no member "${id}". Members: ${there}.`);
}

/** @throws BaizeError `input` when there is one of that id already */
export function addMember(draft: Alliance, member: Member): Alliance {
  if (draft.members.some(({ id }) => id === member.id)) {
    throw new BaizeError('input', `"${member.id}" is a member already. Change it with: baize member set`);
  }
  return { ...draft, members: [...draft.members, member] };
}

/** @throws BaizeError `input` */
export function removeMember(draft: Alliance, id: string): Alliance {
  const gone = memberOf(draft, id);
  return { ...draft, members: draft.members.filter((member) => member !== gone) };
}

/** What changes of a member; null takes a field away. */
export interface MemberChange {
  readonly name?: Partial<Member['name']>;
  readonly homepage?: string | null | undefined;
  readonly group?: string | null | undefined;
  readonly addReviewers: Member['reviewers'];
  /** Public keys in hex, or how they begin. */
  readonly removeReviewers: readonly string[];
  readonly coordinators: readonly string[];
  readonly noCoordinators: readonly string[];
}

/** @throws BaizeError `input` when there is no such member, or no such reviewer */
export function changeMember(draft: Alliance, id: string, change: MemberChange): Alliance {
  const old = memberOf(draft, id);
  const { homepage = old.homepage, group = old.group } = change;
  const member: Member = {
    id,
    name: { ...old.name, ...change.name },
    ...(homepage && { homepage }),
    ...(group && { group }),
    reviewers: withRoles(
      { ...old, reviewers: [...withoutKeys(old, change.removeReviewers), ...change.addReviewers] },
      change,
    ),
  };
  return { ...draft, members: draft.members.map((one) => (one === old ? member : one)) };
}

function withRoles(member: Member, { coordinators, noCoordinators }: MemberChange): Member['reviewers'] {
  const [raised, lowered] = [keysIn(member, coordinators), keysIn(member, noCoordinators)];
  return member.reviewers.map((reviewer) => {
    const { role: _, ...rest } = reviewer;
    if (raised.includes(reviewer)) return { ...rest, role: 'coordinator' };
    return lowered.includes(reviewer) ? rest : reviewer;
  });
}

function withoutKeys(member: Member, starts: readonly string[]): Member['reviewers'] {
  const gone = keysIn(member, starts);
  return member.reviewers.filter((reviewer) => !gone.includes(reviewer));
}

/** The reviewers whose keys begin so. @throws BaizeError `input` when it is none, or more than one */
function keysIn({ id, reviewers }: Member, starts: readonly string[]): Member['reviewers'] {
  return starts.map((start) => {
    const found = reviewers.filter(({ key }) => key.startsWith(start.toLowerCase()));
    if (found.length === 1) return found[0]!;
    const what = found.length === 0 ? 'no reviewer’s key' : 'more than one reviewer’s key';
    throw new BaizeError('input', `${id} has ${what} that begins with "${start}".`);
  });
}

/** What the coordinators ask for, in the order in which they asked. What can not be done any more is passed over. */
export function withRequests(draft: Alliance, requests: readonly StaffRow[]): Alliance {
  const members = draft.members.map((member) => ({
    ...member,
    reviewers: requests
      .filter((request) => request.member === member.id)
      .reduce<Member['reviewers']>(changedReviewers, member.reviewers),
  }));
  return { ...draft, members };
}

function changedReviewers(
  reviewers: Member['reviewers'],
  { action, key, label, role }: StaffRow,
): Member['reviewers'] {
  const others = reviewers.filter((reviewer) => reviewer.key !== key);
  if (action === 'remove') return others;
  if (others.length < reviewers.length) return reviewers;
  return [...others, { key, ...(label !== null && { label }), ...(role === 'coordinator' && { role }) }];
}

/** Those of the requests that an alliance has granted. */
export function grantedBy({ members }: Alliance, requests: readonly StaffRow[]): StaffRow[] {
  return requests.filter(({ member, action, key }) => {
    const reviewers = members.find(({ id }) => id === member)?.reviewers ?? [];
    return reviewers.some((reviewer) => reviewer.key === key) === (action === 'add');
  });
}
