import { nameIn } from '../../../core/language.ts';
import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';

/** The name of a member by its id; of one that has left the id itself. */
export function useMemberName({ alliance }: Pick<Verified, 'alliance'>): (id: string) => string {
  const { language } = useSpeech();
  return (id) => {
    const member = alliance.members.find((one) => one.id === id);
    return visible(member === undefined ? id : nameIn(member.name, language));
  };
}
