import { visible } from '../../../core/visible.ts';
import type { PastVoice, Voice } from '../../../core/why.ts';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';
import { useMemberName } from './alliance.tsx';
import { Evidence } from './evidence.tsx';
import { LeafLink } from './leaf-link.tsx';
import { When } from './when.tsx';

/** What a member said: list or clear, why, on what evidence, and where it stands in the log. */
export function Vote({ said, verified }: { said: Voice | PastVoice; verified: Verified }) {
  const { t } = useSpeech();
  const nameOf = useMemberName(verified);
  const action = 'action' in said ? said.action : 'list';
  return (
    <li>
      <p>
        <b>{nameOf(said.member)}</b> {t(said.emergency ? 'site.why.vote.alarm' : `site.why.vote.${action}`)}{' '}
        <When time={said.time} />
      </p>
      {said.kind !== null && <p>{t(`kind.${said.kind}`)}</p>}
      {said.kind === null && action === 'list' && <p class="quiet-text">{t('site.why.vote.batch')}</p>}
      {said.reason !== null && (
        <p class="said">
          <bdi>{visible(said.reason)}</bdi>
        </p>
      )}
      {said.evidence.length > 0 && (
        <>
          <h3>{t('site.evidence')}</h3>
          <Evidence links={said.evidence} />
        </>
      )}
      <LeafLink leaf={said.leaf} />
    </li>
  );
}
