import { useEffect, useState } from 'preact/hooks';
import { useSpeech } from '../language.tsx';
import { useReply } from '../use-reply.ts';
import { Sheet } from './sheet.tsx';
import { Gone, MoreDetails, Odd, OpenLink, Unread, Waiting, Warning } from './states.tsx';
import { type StoppedAddress, stoppedAddress } from './stopped-address.ts';

/** What stands in place of a listed site. In a frame it only says so: a page around it could steal the clicks (attacks 55). */
export function StopPage() {
  const { t } = useSpeech();
  const address = useStoppedAddress();
  if (window.top !== window) return <p class="framed">{t('stop.frame')}</p>;
  if (address.url !== null) return <Stopped url={address.url} />;
  return (
    <Sheet look="warning" labelledBy="title" describedBy="host reason">
      <Odd text={address.text} />
    </Sheet>
  );
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
  if (state === 'failed') {
    return (
      <Sheet look="warning" labelledBy="title" describedBy="host reason">
        <Unread url={url} again={ask} />
      </Sheet>
    );
  }
  if (reply === null) {
    return (
      <Sheet look="warning" labelledBy="title" describedBy="title">
        <Waiting />
      </Sheet>
    );
  }
  if (reply.finding?.level !== 'stop') {
    return (
      <Sheet look="plain" labelledBy="title" describedBy="host reason" below={<OpenLink url={reply.url} />}>
        <Gone url={reply.url} isCaution={reply.finding !== null} />
      </Sheet>
    );
  }
  const details = <MoreDetails stop={reply} finding={reply.finding} />;
  return (
    <Sheet look="warning" labelledBy="kind title" describedBy="host reason" below={details}>
      <Warning stop={reply} finding={reply.finding} />
    </Sheet>
  );
}
