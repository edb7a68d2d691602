import { visible } from '../../../core/visible.ts';
import type { Standing, VoteShown } from '../../desk/api.ts';
import { useNames } from '../desk.tsx';
import { readReason } from '../opinion.ts';
import { useSpeech } from '../speech.tsx';
import { kindWord } from '../words.ts';
import { Evidence } from './evidence.tsx';
import { StandingText } from './standing.tsx';
import { When } from './when.tsx';

/** What is decided of a key, and who has voted what. */
export function Votes({ standing }: { standing: Standing }) {
  const { t } = useSpeech();
  const { entry, votes } = standing;
  return (
    <section>
      <h2>{t('votes.title')}</h2>
      <p>
        <StandingText {...standing} />
      </p>
      {entry && (
        <p class={`entry entry-${entry.level}`}>
          {t(entry.alarm ? 'votes.alarm' : `votes.entry.${entry.level}`, { kind: t(kindWord(entry.kind)) })}{' '}
          <small>
            {t('votes.until')} <When time={entry.until} />
          </small>
        </p>
      )}
      <ul class="plain votes">
        {votes.map((vote) => (
          <OneVote key={vote.leaf} vote={vote} />
        ))}
      </ul>
    </section>
  );
}

function OneVote({ vote }: { vote: VoteShown }) {
  const { t } = useSpeech();
  const { member } = useNames();
  const { action, kind, level } = vote;
  return (
    <li class={vote.counts ? 'vote-line' : 'vote-line vote-spent'}>
      <p>
        <b>{member(vote.member)}</b> <span class={`badge ${action}`}>{t(`votes.${action}`)}</span>{' '}
        {kind && t(kindWord(kind))} {level === 'caution' && `· ${t('opinion.caution')}`}{' '}
        {vote.emergency && `· ${t('opinion.emergency')}`}
      </p>
      {vote.reason && <Reason of={vote.reason} />}
      <Evidence links={vote.evidence} />
      <p>
        <small>
          <When time={vote.time} /> · {t('votes.leaf', { leaf: vote.leaf })}
          {!vote.counts && ` · ${t('votes.spent')}`}
          {vote.waits && ` · ${t('votes.waits')}`}
        </small>
      </p>
    </li>
  );
}

/** Why a member voted so. */
export function Reason({ of }: { of: string }) {
  const { t } = useSpeech();
  const { ground, text } = readReason(of);
  return (
    <p class="reason">
      {ground && <b>{t(`ground.${ground}`)}</b>} {visible(text)}
    </p>
  );
}
