import { useEffect, useId, useState } from 'preact/hooks';
import { dateTime } from '../../../core/dates.ts';
import type { Evidence, FeedState } from '../../messages.ts';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';

interface Shown {
  readonly feed: FeedState;
  /** Takes the feeds as they are now. */
  readonly show: (feeds: readonly FeedState[]) => void;
}

/** That a feed's log contradicts itself, what was found, a way to hand it to others, and one to delete it. */
export function LogEvidence({ feed, show }: Shown) {
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
      <Delete feed={feed} show={show} />
    </div>
  );
}

/** Deleting takes two steps: this may be the only copy of what shows it. */
function Delete({ feed: { feed }, show }: Shown) {
  const { t } = useSpeech();
  const id = useId();
  const [step, setStep] = useState<'idle' | 'asking' | 'kept' | 'failed'>('idle');
  const forget = () => send('feeds.forget', { feed }).then(show, () => setStep('failed'));
  return (
    <>
      {step === 'asking' ? (
        <>
          <p id={id}>{t('feed.evidence.delete.sure')}</p>
          <div class="choice">
            <button
              type="button"
              class="small"
              aria-describedby={id}
              ref={focused}
              onClick={() => setStep('kept')}
            >
              {t('feed.evidence.keep')}
            </button>
            <button type="button" class="small" onClick={forget}>
              {t('feed.evidence.delete.yes')}
            </button>
          </div>
        </>
      ) : (
        <button
          type="button"
          class="small"
          ref={step === 'kept' ? focused : null}
          onClick={() => setStep('asking')}
        >
          {t('feed.evidence.delete')}
        </button>
      )}
      {step === 'failed' && <Failure text={t('feed.evidence.delete.failed')} />}
    </>
  );
}

/** The keyboard goes on where the button was that asked. */
const focused = (button: HTMLButtonElement | null) => button?.focus();

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
