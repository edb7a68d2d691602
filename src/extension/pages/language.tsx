import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { type Language, languageOf } from '../../core/language.ts';
import { send } from '../send.ts';
import { type WordKey, type Words, words } from '../words.ts';

/** What a page needs to speak: its language, its words, and the setting behind them. */
export interface Speech {
  readonly language: Language;
  readonly t: Words;
  readonly choice: Language | 'auto';
  /** Changes the setting; the page speaks the new language at once. */
  choose(choice: Language | 'auto'): Promise<void>;
}

const SpeechContext = createContext<Speech | null>(null);

/** The language of the page around a component. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('A page must stand inside Speaking.');
  return speech;
}

/**
 * Reads the language setting, then shows the page in it. Without an answer the browser's language is taken: a
 * warning must not wait for a setting.
 */
export function Speaking({ title, children }: { title: WordKey; children: ComponentChildren }) {
  const [choice, setChoice] = useState<Language | 'auto' | null>(null);
  useEffect(() => {
    send('settings.show', {}).then(
      ({ language }) => setChoice(language),
      () => setChoice('auto'),
    );
  }, []);
  const speech = useMemo(() => (choice === null ? null : speechOf(choice, setChoice)), [choice]);
  useEffect(() => {
    if (speech === null) return;
    document.documentElement.lang = speech.language;
    document.title = speech.t(title);
  }, [speech, title]);
  return speech && <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}

function speechOf(choice: Language | 'auto', changed: (choice: Language | 'auto') => void): Speech {
  const language = languageOf(choice, navigator.language);
  return {
    language,
    choice,
    t: words(language),
    async choose(next) {
      changed((await send('settings.change', { language: next })).language);
    },
  };
}
