import type { Alliance, Member } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';

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
    reviewers: [...withoutKeys(old, change.removeReviewers), ...change.addReviewers],
  };
  return { ...draft, members: draft.members.map((one) => (one === old ? member : one)) };
}

function withoutKeys({ id, reviewers }: Member, starts: readonly string[]): Member['reviewers'] {
  const gone = starts.map((start) => {
    const found = reviewers.filter(({ key }) => key.startsWith(start.toLowerCase()));
    if (found.length === 1) return found[0]!;
    const what = found.length === 0 ? 'no reviewer’s key' : 'more than one reviewer’s key';
    throw new BaizeError('input', `${id} has ${what} that begins with "${start}".`);
  });
  return reviewers.filter((reviewer) => !gone.includes(reviewer));
}
