import { useEffect, useState } from 'preact/hooks';
import type { WordKey } from '../../words.ts';
import { type Ahead, door } from '../door.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';

/**
 * The switch that keeps the browser from connecting to sites before it asks for their pages: a listed site gets no request,
 * but such a connection and the name in it. The state is the browser's: others can change it as well.
 */
export function ConnectionsAhead() {
  const { t } = useSpeech();
  const [ahead, setAhead] = useState<Ahead | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const look = () => void door.ahead().then(setAhead, () => setFailed(true));
    look();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);
  const change = (off: boolean) => {
    setFailed(false);
    door.setAhead(off).then(setAhead, () => setFailed(true));
  };
  return (
    <section>
      <h2>{t('ahead.title')}</h2>
      <p>{t('ahead.note')}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={ahead?.isOff ?? false}
          disabled={ahead === null || !ahead.isOurs}
          onChange={({ currentTarget }) => {
            change(currentTarget.checked);
            // Until the browser has said how it is.
            currentTarget.checked = ahead?.isOff ?? false;
          }}
        />
        {t('ahead.switch')}
      </label>
      <p class="quiet-text" role="status">
        {ahead !== null && t(stateOf(ahead))}
      </p>
      {failed && <Failure text={t('ahead.failed')} />}
    </section>
  );
}

function stateOf({ isOff, isOurs }: Ahead): WordKey {
  if (isOurs) return isOff ? 'ahead.off' : 'ahead.on';
  return isOff ? 'ahead.others.off' : 'ahead.others.on';
}
