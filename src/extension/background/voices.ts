import type { Alliance } from '../../core/alliance.ts';
import type { Language } from '../../core/language.ts';
import type { Voice } from '../messages.ts';

/** What one member said of an entry, by its id in the alliance. */
interface Said {
  readonly member: string;
  readonly time: string;
  readonly reason: string | null;
  readonly emergency: boolean;
}

/** Voices as people are shown them: each member once, by its name in their language, with the last it said. */
export function voicesFor(said: readonly Said[], alliance: Alliance, language: Language): Voice[] {
  const last = new Map(said.map((one) => [one.member, one]));
  return [...last.values()].map(({ member, time, reason, emergency }) => {
    const name = alliance.members.find(({ id }) => id === member)?.name;
    return { member: name?.[language] ?? name?.en ?? member, time, reason, emergency };
  });
}
