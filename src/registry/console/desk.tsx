import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { nameIn } from '../../core/language.ts';
import type { Me } from '../desk/api.ts';
import type { OwnKey } from './key/own-key.ts';
import { useSpeech } from './speech.tsx';

/** Who works here, and with which key. */
export interface Desk {
  readonly me: Me;
  readonly key: OwnKey;
  /** Ends the session; the key stays. */
  leave(): Promise<void>;
}

export const DeskContext = createContext<Desk | null>(null);

/** The desk around a component. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('A page must stand inside a desk.');
  return desk;
}

/** What members and people are called, in the reader's language. */
export function useNames() {
  const { me } = useDesk();
  const { t, language } = useSpeech();
  const { members } = me.alliance;
  return {
    member: (id: string): string => {
      const found = members.find((one) => one.id === id);
      return found ? nameIn(found.name, language) : id;
    },
    /** @param key public key in hex */
    person: (key: string): string => {
      if (key === me.key) return t('console.me');
      const member = members.find(({ reviewers }) => reviewers.some((one) => one.key === key));
      const label = member?.reviewers.find((one) => one.key === key)?.label ?? key.slice(0, 8);
      return member ? `${label}, ${nameIn(member.name, language)}` : label;
    },
  };
}
