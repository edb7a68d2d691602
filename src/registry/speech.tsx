import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { fill, type Language, languageOf, languages, type Params } from '../core/language.ts';

/** A program's texts in one language, by their keys. */
type Texts<K extends string> = Readonly<Record<K, string>>;
/** Where the texts of each language are loaded from: a reader needs one of them. */
export type TextSources<K extends string> = Readonly<
  Record<Language, () => Promise<{ readonly default: Texts<K> }>>
>;
/** The text of a key, `{name}` in it replaced by `params.name`: text, never markup. */
export type WordsOf<K extends string> = (key: K, params?: Params) => string;

/** What a page needs to speak. */
export interface Speech<K extends string> {
  readonly language: Language;
  readonly t: WordsOf<K>;
  choose(language: Language): void;
}

/** What a page speaks at the beginning. */
type First<K extends string> = Pick<Speech<K>, 'language' | 't'>;

const kept = 'baize.language';

/**
 * How one of the registry's programs for browsers speaks. All of them keep the reader's choice of a language in one place.
 *
 * @returns `useSpeech` for its components; `Speaking`, which they stand in; `firstSpeech`, to be waited for before anything is drawn
 */
export function speechOf<K extends string>(sources: TextSources<K>) {
  const Context = createContext<Speech<K> | null>(null);
  const load = async (language: Language): Promise<WordsOf<K>> => {
    const { default: texts } = await sources[language]();
    return (key, params) => fill(texts[key], params);
  };

  function useSpeech(): Speech<K> {
    const speech = useContext(Context);
    if (speech === null) throw new Error('A page must stand inside Speaking.');
    return speech;
  }

  async function firstSpeech(): Promise<First<K>> {
    const language = firstLanguage();
    return { language, t: await load(language) };
  }

  function Speaking({ first, children }: { first: First<K>; children: ComponentChildren }) {
    const [spoken, setSpoken] = useState(first);
    useEffect(() => {
      document.documentElement.lang = spoken.language;
    }, [spoken]);
    const choose = (language: Language): void => {
      keepChoice(language);
      // Words that do not arrive leave the page in the language it speaks.
      load(language).then(
        (t) => setSpoken({ language, t }),
        () => {},
      );
    };
    const speech = useMemo(() => ({ ...spoken, choose }), [spoken]);
    return <Context.Provider value={speech}>{children}</Context.Provider>;
  }

  return { useSpeech, firstSpeech, Speaking };
}

/** The language that the reader chose, else the browser's. */
function firstLanguage(): Language {
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

function keepChoice(language: Language): void {
  try {
    localStorage.setItem(kept, language);
  } catch {
    // The choice holds for this page.
  }
}
