import { useState } from 'preact/hooks';
import type { Kind } from '../../../core/entry.ts';
import type { Vote } from '../../../core/leaf.ts';
import type { Standing } from '../../desk/api.ts';
import { voteOn } from '../../voting/statement.ts';
import { sendVote } from '../client.ts';
import { useDesk } from '../desk.tsx';
import { opinionOf, problemOf } from '../opinion.ts';
import { useSpeech } from '../speech.tsx';
import { useDraft } from '../use-draft.ts';
import { OpinionForm } from './opinion-form.tsx';
import { SignDialog } from './sign-dialog.tsx';

interface Props {
  /** What the vote is on. */
  readonly target: string;
  readonly standing: Standing;
  /** The kind that most reports name. */
  readonly likely: Kind | undefined;
  /** A vote went into the log. */
  readonly onVoted: () => void;
}

/** Where a reviewer votes on one key. */
export function VotePanel(props: Props) {
  const { t } = useSpeech();
  const { me } = useDesk();
  return (
    <section class="card vote" id="vote" aria-labelledby="vote-title">
      <h2 id="vote-title">{t('vote.title')}</h2>
      {me.member === null ? <p>{t('vote.observer')}</p> : <Ballot {...props} member={me.member.id} />}
    </section>
  );
}

function Ballot({ target, standing, likely, onVoted, member }: Props & { member: string }) {
  const { t } = useSpeech();
  const { me } = useDesk();
  const mine = standing.votes.find((vote) => vote.member === member);
  const { draft, change, forget } = useDraft(`vote.${target}`, {
    kind: standing.entry?.kind ?? likely ?? 'unspecified',
    level: standing.entry?.level ?? 'stop',
    action: standing.entry === null ? 'list' : 'clear',
  });
  const [statement, setStatement] = useState<Vote | null>(null);
  const [leaf, setLeaf] = useState<number | null>(null);
  const by = { member, origin: me.alliance.origin };
  const show = () => setStatement(voteOn(by, target, opinionOf(draft), timeAfter(mine?.time)));
  const send = async (bytes: Uint8Array<ArrayBuffer>) => {
    const place = await sendVote(bytes);
    setStatement(null);
    setLeaf(place);
    forget();
    onVoted();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problemOf(draft) === null) show();
      }}
    >
      {leaf !== null && (
        <p class="done" role="status">
          {t('vote.done', { leaf })} <Missing standing={standing} />
        </p>
      )}
      {mine && (
        <Undo
          action={mine.action}
          turn={() => change({ action: mine.action === 'list' ? 'clear' : 'list' })}
        />
      )}
      <OpinionForm draft={draft} change={change} />
      <button type="submit" class="filled" disabled={problemOf(draft) !== null}>
        {t('vote.review')}
      </button>
      {statement && <SignDialog statement={statement} send={send} onClose={() => setStatement(null)} />}
    </form>
  );
}

/** What it takes still, after a vote. */
function Missing({ standing: { lists, clears, quorum } }: { standing: Standing }) {
  const { t } = useSpeech();
  const more = quorum - Math.max(lists, clears);
  return <>{more > 0 ? t('vote.missing', { more }) : t('vote.enough')}</>;
}

/** A vote stays in the log for good: who thinks otherwise votes anew. */
function Undo({ action, turn }: { action: 'list' | 'clear'; turn: () => void }) {
  const { t } = useSpeech();
  return (
    <p class="undo">
      {t(`vote.mine.${action}`)}{' '}
      <button type="button" class="link" onClick={turn}>
        {t(`vote.undo.${action}`)}
      </button>{' '}
      <small>{t('vote.undo.text')}</small>
    </p>
  );
}

/** Now, or a second after the member's last vote: one that is not later than the one before does not count. */
function timeAfter(last: string | undefined): Date {
  return new Date(Math.max(Date.now(), last === undefined ? 0 : Date.parse(last) + 1_000));
}
