import { useEffect } from 'preact/hooks';
import { speechOf } from '../speech.tsx';
import { texts, type WordKey } from './words.ts';

export const { useSpeech, firstSpeech, Speaking } = speechOf(texts);

/** Names the page in the browser's title. */
export function useTitle(title: WordKey | null): void {
  const { t } = useSpeech();
  useEffect(() => {
    document.title = title === null ? 'Baize 白泽' : `${t(title)} · Baize 白泽`;
  }, [t, title]);
}
