import { useEffect, useState } from 'preact/hooks';
import { dateTime } from '../../../core/dates.ts';
import type { Evidence, FeedState } from '../../messages.ts';
import { useSpeech } from '../language.tsx';

/** That a feed's log contradicts itself, what was found, and a way to hand it to others. */
export function LogEvidence({ feed }: { feed: FeedState }) {
  const { t } = useSpeech();
  const saved = useFile(feed);
  return (
    <div class="notice caution">
      <h4>{t('feed.evidence')}</h4>
      <ul>
        {feed.evidence.map((one, i) => (
          <Found key={String(i)} one={one} />
        ))}
      </ul>
      <p>{t('feed.evidence.note')}</p>
      <p>
        {saved !== null && (
          <a href={saved} download="baize-evidence.json">
            {t('feed.evidence.save')}
          </a>
        )}
      </p>
    </div>
  );
}

function Found({ one }: { one: Evidence }) {
  const { t, language } = useSpeech();
  return (
    <li>
      {t(`feed.evidence.${one.what}`)}{' '}
      <time dateTime={one.found}>{t('feed.evidence.found', { time: dateTime(one.found, language) })}</time>
    </li>
  );
}

/** An address of the evidence as a file; it lasts as long as it is shown. */
function useFile({ feed, evidence }: FeedState): string | null {
  const text = JSON.stringify({ feed, evidence }, null, 2);
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return address;
}
