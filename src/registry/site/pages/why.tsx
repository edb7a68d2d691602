import { useState } from 'preact/hooks';
import { isAddressKey, type Kind } from '../../../core/entry.ts';
import { visible } from '../../../core/visible.ts';
import type { Voice } from '../../../core/why.ts';
import type { AppealStatus } from '../appeals.ts';
import { askList, whatIsTold } from '../feed.ts';
import { keptAppeals } from '../kept.ts';
import { useMemberName } from '../parts/alliance.tsx';
import { AppealForm } from '../parts/appeal-form.tsx';
import { AppealShown } from '../parts/appeal-status.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { KeyText } from '../parts/key-text.tsx';
import { Failed, Waiting } from '../parts/waiting.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { asError, useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';
import type { Told } from '../why.ts';

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
          <Objection of={of} verified={verified} isListed={told.voices.length > 0} />
        </>
      )}
    </Waiting>
  );
}

function State({ of, told: { voices } }: { of: string; told: Told }) {
  const { t } = useSpeech();
  if (voices.length === 0) {
    return (
      <section class="verdict">
        <h2>{t('site.why.unlisted')}</h2>
        <p>{t('site.search.unlisted.text')}</p>
      </section>
    );
  }
  const kind = kindOf(voices);
  const isCaution = voices.every(({ level }) => level === 'caution');
  return (
    <section class={`verdict verdict-${isCaution ? 'caution' : 'listed'}`}>
      <h2>{t(isCaution ? 'site.why.caution' : 'site.why.listed')}</h2>
      {kind !== null && (
        <p>
          <b>{t(`kind.${kind}`)}</b> {t(`stop.body.${kind}`)}
        </p>
      )}
      <p>{t(isAddressKey(of) ? 'site.why.address' : 'site.why.site')}</p>
    </section>
  );
}

/** The kind that most name; of several the one that was named first. */
function kindOf(voices: readonly Voice[]): Kind | null {
  const named = voices.flatMap(({ kind }) => kind ?? []);
  const count = (kind: Kind) => named.filter((one) => one === kind).length;
  return named.reduce<Kind | null>(
    (best, kind) => (best === null || count(kind) > count(best) ? kind : best),
    null,
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
  const nameOf = useMemberName(verified);
  return (
    <section aria-labelledby="votes">
      <h2 id="votes">{t('site.why.votes')}</h2>
      <p class="quiet-text">{t('site.why.votes.text', { quorum: verified.alliance.quorum })}</p>
      <ol class="votes">
        {voices.map((voice) => (
          <li key={voice.leaf}>
            <p>
              <b>{nameOf(voice.member)}</b>{' '}
              {t(voice.emergency ? 'site.why.vote.alarm' : 'site.why.vote.list')} <When time={voice.time} />
            </p>
            {voice.kind !== null && <p>{t(`kind.${voice.kind}`)}</p>}
            {voice.reason !== null && (
              <p class="said">
                <bdi>{visible(voice.reason)}</bdi>
              </p>
            )}
            {voice.evidence.length > 0 && (
              <>
                <h3>{t('site.evidence')}</h3>
                <Evidence links={voice.evidence} />
              </>
            )}
            <p class="quiet-text">{t('site.why.leaf', { leaf: voice.leaf })}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** "This is wrong". */
function Objection({ of, verified, isListed }: { of: string; verified: Verified; isListed: boolean }) {
  const { t } = useSpeech();
  const [sent, setSent] = useState<AppealStatus | null>(null);
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
      {isListed ? (
        <details>
          <summary>{t('site.appeal.open')}</summary>
          <AppealForm of={of} verified={verified} onSent={setSent} />
        </details>
      ) : (
        <p>{t('site.appeal.unlisted')}</p>
      )}
    </section>
  );
}
