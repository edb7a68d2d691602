import { useState } from 'preact/hooks';
import { isAddressKey } from '../../../core/entry.ts';
import type { AppealReceipt } from '../../../core/report.ts';
import type { Voice } from '../../../core/why.ts';
import { askList, whatIsTold } from '../feed.ts';
import { keptAppeals } from '../kept.ts';
import { AppealForm } from '../parts/appeal-form.tsx';
import { AppealShown } from '../parts/appeal-status.tsx';
import { KeyText } from '../parts/key-text.tsx';
import { Past } from '../parts/past.tsx';
import { Vote } from '../parts/vote.tsx';
import { Failed, Waiting } from '../parts/waiting.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { asError, useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';
import type { Told } from '../why.ts';
import { counted } from '../words.ts';

/** `/why/<key>`: what a key is listed for and by whom, its past, and where to object. */
export function Why({ rest = '' }: { rest?: string }) {
  const { t } = useSpeech();
  useTitle('site.why');
  const key = decoded(rest.slice(1));
  return (
    <>
      <p class="eyebrow">{t('site.why')}</p>
      <h1>
        <KeyText of={key} />
      </h1>
      <Page key={key} of={key} />
    </>
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function Page({ of }: { of: string }) {
  const loaded = useLoaded(of, () => whatIsTold(of));
  return (
    <Waiting on={loaded}>
      {({ verified, told }) => (
        <>
          <State of={of} told={told} />
          <Check of={of} />
          {told.voices.length > 0 && <Votes verified={verified} voices={told.voices} />}
          <Objection of={of} verified={verified} told={told} />
          {told.history !== null && (
            <Past
              history={told.history}
              standing={told.voices.map(({ leaf }) => leaf)}
              verified={verified}
              isMine={keptAppeals().some(({ key }) => key === of)}
            />
          )}
        </>
      )}
    </Waiting>
  );
}

function State({ of, told: { entry, history } }: { of: string; told: Told }) {
  const { t } = useSpeech();
  if (entry === null) {
    return (
      <section class="verdict">
        <h2>{t('site.why.unlisted')}</h2>
        {history !== null && history.changes.length > 0 && <p>{t('site.why.was')}</p>}
        <p>{t('site.search.unlisted.text')}</p>
      </section>
    );
  }
  const { kind, level } = entry;
  return (
    <section class={`verdict verdict-${level === 'caution' ? 'caution' : 'listed'}`}>
      <h2>{t(level === 'caution' ? 'site.why.caution' : 'site.why.listed')}</h2>
      {kind !== null && (
        <p>
          <b>{t(`kind.${kind}`)}</b> {t(`stop.body.${kind}`)}
        </p>
      )}
      <p>{t(isAddressKey(of) ? 'site.why.address' : 'site.why.site')}</p>
    </section>
  );
}

/** What stands in a `why` file the host may leave out: the list itself is signed. */
function Check({ of }: { of: string }) {
  const { t } = useSpeech();
  const [checked, setChecked] = useState<
    { readonly share: number } | { readonly says: string } | { readonly error: unknown } | null
  >(null);
  const check = () => {
    setChecked({ share: 0 });
    askList(of, (share) => setChecked({ share })).then(
      ({ answer }) => setChecked({ says: t(`site.search.${answer.is}`) }),
      (error: unknown) => setChecked({ error }),
    );
  };
  if (checked !== null && 'error' in checked) return <Failed error={asError(checked.error)} again={check} />;
  return (
    <div class="check-list">
      {checked === null ? (
        <button type="button" class="link" onClick={check}>
          {t('site.why.check')}
        </button>
      ) : (
        <p role="status">
          {'says' in checked ? t('site.why.checked', { says: checked.says }) : t('site.search.loading')}
        </p>
      )}
      {checked !== null && 'share' in checked && (
        <progress aria-label={t('site.search.loading')} max={1} value={checked.share} />
      )}
    </div>
  );
}

function Votes({ verified, voices }: { verified: Verified; voices: readonly Voice[] }) {
  const { t } = useSpeech();
  return (
    <section aria-labelledby="votes">
      <h2 id="votes">{t('site.why.votes')}</h2>
      <p class="quiet-text">
        {t(counted('site.why.votes.text', verified.alliance.quorum), { quorum: verified.alliance.quorum })}
      </p>
      <ol class="votes">
        {voices.map((voice) => (
          <Vote key={voice.leaf} said={voice} verified={verified} />
        ))}
      </ol>
    </section>
  );
}

/** "This is wrong". */
function Objection({ of, verified, told }: { of: string; verified: Verified; told: Told }) {
  const { t } = useSpeech();
  const [sent, setSent] = useState<AppealReceipt | null>(null);
  const mine = keptAppeals().filter(({ key }) => key === of);
  if (sent !== null) {
    return (
      <section aria-labelledby="wrong">
        <h2 id="wrong">{t('site.appeal.sent')}</h2>
        <p role="status">{t('site.appeal.sent.text')}</p>
        <p>
          <a href={`/appeal/${encodeURIComponent(sent.receipt)}`}>{t('site.appeal.follow')}</a>
        </p>
        <AppealShown status={sent} verified={verified} />
      </section>
    );
  }
  return (
    <section aria-labelledby="wrong" class="wrong">
      <h2 id="wrong">{t('site.appeal')}</h2>
      {mine.map(({ receipt, sent: time }) => (
        <p key={receipt}>
          <a href={`/appeal/${encodeURIComponent(receipt)}`}>{t('site.appeal.yours')}</a>{' '}
          <When time={time} exact />
        </p>
      ))}
      <Form of={of} verified={verified} told={told} onSent={setSent} />
    </section>
  );
}

/** Where there is something to object to, and nobody has before. */
function Form({
  of,
  verified,
  told: { entry, history },
  onSent,
}: {
  of: string;
  verified: Verified;
  told: Told;
  onSent: (status: AppealReceipt) => void;
}) {
  const { t } = useSpeech();
  if (entry === null) return <p>{t('site.appeal.unlisted')}</p>;
  const isOpen = history?.appeals.some(({ state }) => state === 'open') ?? false;
  if (isOpen) return <p>{t('site.appeal.already')}</p>;
  return (
    <details>
      <summary>{t('site.appeal.open')}</summary>
      <AppealForm of={of} verified={verified} onSent={onSent} />
    </details>
  );
}
