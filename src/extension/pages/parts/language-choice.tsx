import { type Language, languages } from '../../../core/language.ts';
import { useSpeech } from '../language.tsx';

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
