import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { type Language, languageOf, languages } from '../../core/language.ts';
import { loadWords, type WordKey, type Words } from './words.ts';

/** What a page needs to speak. */
export interface Speech {
  readonly language: Language;
  readonly t: Words;
  choose(language: Language): void;
}

const kept = 'baize.language';
const SpeechContext = createContext<Speech | null>(null);

/** The language of the page around a component. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('A page must stand inside Speaking.');
  return speech;
}

/** Names the page in the browser's title. */
export function useTitle(title: WordKey | null): void {
  const { t } = useSpeech();
  useEffect(() => {
    document.title = title === null ? 'Baize 白泽' : `${t(title)} · Baize 白泽`;
  }, [t, title]);
}

/** The language that the reader chose here, else the browser's. */
export function firstLanguage(): Language {
  const choice = languages.find(([language]) => language === readChoice())?.[0];
  return languageOf(choice ?? 'auto', navigator.language);
}

/** A browser that keeps nothing for us forgets the choice with the page. */
function readChoice(): string | null {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null;
  }
}

/** @param first language and words that the page begins with: nothing is drawn before they are there */
export function Speaking({
  first,
  children,
}: {
  first: { language: Language; t: Words };
  children: ComponentChildren;
}) {
  const [spoken, setSpoken] = useState(first);
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken]);
  const speech = useMemo(
    () => ({
      ...spoken,
      choose: (language: Language) => {
        keepChoice(language);
        // Words that do not arrive leave the page in the language it speaks.
        loadWords(language).then(
          (t) => setSpoken({ language, t }),
          () => {},
        );
      },
    }),
    [spoken],
  );
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}

function keepChoice(language: Language): void {
  try {
    localStorage.setItem(kept, language);
  } catch {
    // The choice holds for this page.
  }
}
