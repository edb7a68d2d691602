import type { Alliance, Member } from '../../core/alliance.ts';
import { inForce } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';
import { isShutOut } from '../store/staff.ts';
import type { AllianceShown, MemberShown, Role } from './api.ts';

/** Who works at the desk, by the alliance in force. */
export interface Person {
  /** Ed25519 public key in hex. */
  readonly key: string;
  readonly label: string | null;
  readonly role: Role;
  /** Null for an observer. */
  readonly member: Member | null;
}

/** Whose key this is now, and in which alliance; null when it is nobody's, or its member has asked for its removal. */
export async function findPerson(
  db: Db,
  key: string,
): Promise<{ readonly person: Person; readonly alliance: Alliance } | null> {
  const { alliance } = (await inForce(db))!;
  const person = personOf(alliance, key);
  return person === null || (await isShutOut(db, key)) ? null : { person, alliance };
}

function personOf({ members, observers = [] }: Alliance, key: string): Person | null {
  for (const member of members) {
    const found = member.reviewers.find((reviewer) => reviewer.key === key);
    if (found) return { key, label: found.label ?? null, role: found.role ?? 'reviewer', member };
  }
  const observer = observers.find((one) => one.key === key);
  return observer ? { key, label: observer.label, role: 'observer', member: null } : null;
}

/** What everybody at the desk sees of the alliance. */
export function showAlliance({ name, log, quorum, members, contact }: Alliance): AllianceShown {
  return {
    ...{ name, origin: log.origin, quorum, members: members.map(showMember) },
    takesContacts: contact !== undefined,
  };
}

function showMember({ id, name, group, homepage, reviewers }: Member): MemberShown {
  return {
    ...{ id, name, group: group ?? null, homepage: homepage ?? null },
    reviewers: reviewers.map(({ key, label, role }) => ({
      ...{ key, label: label ?? null, role: role ?? 'reviewer' },
    })),
  };
}
