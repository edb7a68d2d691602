import type { Language } from '../../messages.ts';
import { useSpeech } from '../language.tsx';

/** Each language by its own name, which its speakers recognise whatever the page speaks now. */
const languages: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['zh-CN', '简体中文'],
  ['zh-TW', '繁體中文'],
];

/** Lets a person choose the language of everything Baize shows. */
export function LanguageChoice() {
  const { t, choice, choose } = useSpeech();
  return (
    <label class="language">
      <span>{t('app.language')}</span>
      <select
        value={choice}
        onChange={({ currentTarget }) => choose(currentTarget.value as Language | 'auto').catch(() => {})}
      >
        <option value="auto">{t('language.auto')}</option>
        {languages.map(([language, name]) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
