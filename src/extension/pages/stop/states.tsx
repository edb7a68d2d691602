import { useState } from 'preact/hooks';
import { visible } from '../../../core/visible.ts';
import type { Finding, StopState } from '../../messages.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Failure } from '../parts/failure.tsx';
import { SignIcon } from '../parts/sign-icon.tsx';
import { ago } from '../times.ts';
import { Details } from './details.tsx';
import { Host } from './host.tsx';
import { proceedTo } from './proceed.tsx';

/* What the stop page says in each of its states. */

/** A listed site: kind, host, the concrete loss, and who says so. */
export function Warning({ stop, finding }: { stop: StopState; finding: Finding }) {
  const { t, language } = useSpeech();
  const age = ago(stop.feed?.signed ?? null, Date.now(), language);
  return (
    <>
      <p class="kind" id="kind">
        <SignIcon sign="stop" />
        {t(kindWord(finding.kind))}
      </p>
      <h1 id="title">{t(`stop.title.${finding.kind}`)}</h1>
      <Host host={stop.host} registrable={stop.registrable} />
      <p class="harm" id="reason">
        {t(`stop.body.${finding.kind}`)}
      </p>
      <p>{t('stop.listed', { feed: finding.feedName, age })}</p>
    </>
  );
}

/** Everything else about the entry, and the way on. */
export function MoreDetails({ stop, finding }: { stop: StopState; finding: Finding }) {
  const { t } = useSpeech();
  return (
    <Disclosure title={t('stop.details')}>
      <Details stop={stop} finding={finding} />
    </Disclosure>
  );
}

/** The entry is still being looked up; the site is stopped all the same. */
export function Waiting() {
  const { t } = useSpeech();
  return <h1 id="title">{t('stop.page')}</h1>;
}

/** The background did not answer: the site stays closed. */
export function Unread({ url, again }: { url: string; again: () => void }) {
  const { t } = useSpeech();
  return (
    <>
      <h1 id="title">{t('stop.failed.title')}</h1>
      <AddressLine text={url} />
      <div id="reason">
        <Failure text={t('stop.failed.body')} again={again} />
      </div>
    </>
  );
}

/** The address is none that may be opened (attacks 56). */
export function Odd({ text }: { text: string }) {
  const { t } = useSpeech();
  return (
    <>
      <h1 id="title">{t('stop.odd.title')}</h1>
      <AddressLine text={text} />
      <p id="reason">{t('stop.odd.body')}</p>
    </>
  );
}

/** The list has changed since the site was stopped: it is not listed any more, or for caution only. */
export function Gone({ url, isCaution }: { url: string; isCaution: boolean }) {
  const { t } = useSpeech();
  const state = isCaution ? 'eased' : 'gone';
  return (
    <>
      <h1 id="title">{t(`stop.${state}.title`)}</h1>
      <AddressLine text={url} />
      <p id="reason">{t(`stop.${state}.body`)}</p>
    </>
  );
}

/** The way to a site that the list does not stop any more. */
export function OpenLink({ url }: { url: string }) {
  const { t } = useSpeech();
  const [failed, setFailed] = useState(false);
  return (
    <>
      <button type="button" class="link" onClick={() => proceedTo(url, 'once').catch(() => setFailed(true))}>
        {t('stop.gone.open')}
      </button>
      {failed && <Failure text={t('stop.proceed.failed')} />}
    </>
  );
}

/** A whole address as text: never a link, and nothing in it hidden. */
function AddressLine({ text }: { text: string }) {
  return (
    <p class="host" id="host">
      <bdi>{visible(text)}</bdi>
    </p>
  );
}
