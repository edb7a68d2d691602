import { useEffect, useState } from 'preact/hooks';
import { door } from '../door.ts';
import { useSpeech } from '../language.tsx';

const firefoxSteps = ['private.firefox.1', 'private.firefox.2', 'private.firefox.3'] as const;
const chromiumSteps = ['private.chromium.1', 'private.chromium.2'] as const;

/** Whether Baize runs in private windows; where it does not, how a person allows it. No extension can do that itself. */
export function PrivateWindows() {
  const { t } = useSpeech();
  const isAllowed = useIsAllowed();
  const { extensionsPage } = door;
  const steps = extensionsPage === null ? firefoxSteps : chromiumSteps;
  return (
    <section>
      <h2>{t('private.title')}</h2>
      {isAllowed === true && <p>{t('private.on')}</p>}
      {isAllowed === false && (
        <>
          <p>{t('private.off')}</p>
          <ol>
            {steps.map((step) => (
              <li key={step}>{t(step)}</li>
            ))}
          </ol>
          {extensionsPage !== null && (
            <p>
              <button type="button" onClick={() => door.open(extensionsPage)}>
                {t('private.open')}
              </button>
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** Asked again whenever the person comes back to the page: it is allowed elsewhere. */
function useIsAllowed(): boolean | null {
  const [isAllowed, setIsAllowed] = useState<boolean | null>(null);
  useEffect(() => {
    const look = () => void door.isAllowedInPrivate().then(setIsAllowed);
    look();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);
  return isAllowed;
}
