import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { type Language, languageOf, languages } from '../../core/language.ts';
import { keep, kept } from './kept.ts';
import { loadWords, type WordKey, type Words } from './words.ts';

/** What a page needs to speak. */
interface Speech {
  readonly language: Language;
  readonly t: Words;
  choose(language: Language): void;
}

const SpeechContext = createContext<Speech | null>(null);

/** The language of the page around a component. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('A page must stand inside Speaking.');
  return speech;
}

/** Names the page in the browser's title. */
export function useTitle(title: WordKey | { readonly text: string }): void {
  const { t } = useSpeech();
  const text = typeof title === 'string' ? t(title) : title.text;
  useEffect(() => {
    document.title = `${text} · ${t('console.name')}`;
  }, [t, text]);
}

/** The language that the reader chose here, else the browser's. */
export function firstLanguage(): Language {
  const choice = languages.find(([language]) => language === kept('language'))?.[0];
  return languageOf(choice ?? 'auto', navigator.language);
}

/** @param first language and words that the page begins with: nothing is drawn before they are there */
export function Speaking(props: { first: { language: Language; t: Words }; children: ComponentChildren }) {
  const [spoken, setSpoken] = useState(props.first);
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken]);
  const speech = useMemo(
    () => ({
      ...spoken,
      choose: (language: Language) => {
        keep('language', language);
        // Words that do not arrive leave the page in the language it speaks.
        loadWords(language).then(
          (t) => setSpoken({ language, t }),
          () => {},
        );
      },
    }),
    [spoken],
  );
  return <SpeechContext.Provider value={speech}>{props.children}</SpeechContext.Provider>;
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
