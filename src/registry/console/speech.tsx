import { useEffect } from 'preact/hooks';
import { type Language, languages } from '../../core/language.ts';
import { speechOf } from '../speech.tsx';
import { texts, type WordKey } from './words.ts';

export const { useSpeech, firstSpeech, Speaking } = speechOf(texts);

/** Names the page in the browser's title. */
export function useTitle(title: WordKey | { readonly text: string }): void {
  const { t } = useSpeech();
  const text = typeof title === 'string' ? t(title) : title.text;
  useEffect(() => {
    document.title = `${text} · ${t('console.name')}`;
  }, [t, text]);
}

/** Lets a person choose the language of the whole console. */
export function LanguageChoice() {
  const { t, language, choose } = useSpeech();
  return (
    <label class="language-choice">
      <span class="unseen">{t('app.language')}</span>
      <select value={language} onChange={({ currentTarget }) => choose(currentTarget.value as Language)}>
        {languages.map(([one, name]) => (
          <option key={one} value={one} lang={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
