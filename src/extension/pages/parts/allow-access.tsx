import { useState } from 'preact/hooks';
import { door } from '../door.ts';
import { useSpeech } from '../language.tsx';

/** Asks the browser for all sites; where it, or the person, says no, tells by which steps they are given by hand. */
export function AllowAccess() {
  const { t } = useSpeech();
  const [refused, setRefused] = useState(false);
  const ask = () =>
    door.askForSites().then(
      (granted) => setRefused(!granted),
      () => setRefused(true),
    );
  return (
    <>
      <p class="actions">
        <button type="button" class="filled" onClick={ask}>
          {t('access.allow')}
        </button>
      </p>
      <div role="status">{refused && <Steps />}</div>
    </>
  );
}

function Steps() {
  const { t } = useSpeech();
  const { extensionsPage } = door;
  if (extensionsPage === null) return <p>{t('access.steps.firefox')}</p>;
  return (
    <>
      <p>{t('access.steps.chromium')}</p>
      <p class="actions">
        <button type="button" onClick={() => door.open(extensionsPage)}>
          {t('access.open')}
        </button>
      </p>
    </>
  );
}
