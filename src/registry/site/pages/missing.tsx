import { useSpeech, useTitle } from '../speech.tsx';

/** Where there is no page. */
export function Missing() {
  const { t } = useSpeech();
  useTitle('site.missing');
  return (
    <>
      <h1>{t('site.missing')}</h1>
      <p>
        <a href="/">{t('site.missing.home')}</a>
      </p>
    </>
  );
}
