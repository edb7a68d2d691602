import { useEffect, useState } from 'preact/hooks';
import type { Finding, StopState } from '../../messages.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Failure } from '../parts/failure.tsx';
import { SignIcon } from '../parts/sign-icon.tsx';
import { ago } from '../times.ts';
import { useReply } from '../use-reply.ts';
import { visible } from '../visible.ts';
import { Details } from './details.tsx';
import { Host } from './host.tsx';
import { BackButton, Eyebrow, Sheet } from './sheet.tsx';
import { type StoppedAddress, stoppedAddress } from './stopped-address.ts';

/** What stands in place of a listed site. In a frame it only says so: a page around it could steal the clicks (attacks 55). */
export function StopPage() {
  const { t } = useSpeech();
  const address = useStoppedAddress();
  if (window.top !== window) return <p class="framed">{t('stop.frame')}</p>;
  return address.url === null ? <Odd text={address.text} /> : <Stopped url={address.url} />;
}

function useStoppedAddress(): StoppedAddress {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = () => setHash(location.hash);
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return stoppedAddress(hash);
}

function Stopped({ url }: { url: string }) {
  const { state, reply, ask } = useReply('stop.show', { url });
  if (state === 'failed') return <Unread url={url} again={ask} />;
  if (reply === null) return <Waiting />;
  return reply.finding === null ? <Gone url={reply.url} /> : <Warning stop={reply} finding={reply.finding} />;
}

function Warning({ stop, finding }: { stop: StopState; finding: Finding }) {
  const { t, language } = useSpeech();
  const age = ago(stop.feed?.signed ?? null, Date.now(), language);
  return (
    <Sheet look="warning" labelledBy="kind title" describedBy="host reason">
      <Eyebrow />
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
      <BackButton />
      <Disclosure title={t('stop.details')}>
        <Details stop={stop} finding={finding} />
      </Disclosure>
    </Sheet>
  );
}

function Waiting() {
  const { t } = useSpeech();
  return (
    <Sheet look="warning" labelledBy="title" describedBy="title">
      <Eyebrow />
      <h1 id="title">{t('stop.page')}</h1>
      <BackButton />
    </Sheet>
  );
}

function Unread({ url, again }: { url: string; again: () => void }) {
  const { t } = useSpeech();
  return (
    <Sheet look="warning" labelledBy="title" describedBy="host reason">
      <Eyebrow />
      <h1 id="title">{t('stop.failed.title')}</h1>
      <p class="host" id="host">
        <bdi>{visible(url)}</bdi>
      </p>
      <div id="reason">
        <Failure text={t('stop.failed.body')} again={again} />
      </div>
      <BackButton />
    </Sheet>
  );
}

function Odd({ text }: { text: string }) {
  const { t } = useSpeech();
  return (
    <Sheet look="warning" labelledBy="title" describedBy="host reason">
      <Eyebrow />
      <h1 id="title">{t('stop.odd.title')}</h1>
      <p class="host" id="host">
        <bdi>{visible(text)}</bdi>
      </p>
      <p id="reason">{t('stop.odd.body')}</p>
      <BackButton />
    </Sheet>
  );
}

function Gone({ url }: { url: string }) {
  const { t } = useSpeech();
  return (
    <Sheet look="plain" labelledBy="title" describedBy="host reason">
      <Eyebrow />
      <h1 id="title">{t('stop.gone.title')}</h1>
      <p class="host" id="host">
        <bdi>{visible(url)}</bdi>
      </p>
      <p id="reason">{t('stop.gone.body')}</p>
      <BackButton />
      <button type="button" class="link" onClick={() => location.replace(url)}>
        {t('stop.gone.open')}
      </button>
    </Sheet>
  );
}
