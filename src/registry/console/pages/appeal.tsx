import { useState } from 'preact/hooks';
import { limits } from '../../../core/limits.ts';
import { visible } from '../../../core/visible.ts';
import type { AppealShown } from '../../desk/api.ts';
import { tell } from '../client.ts';
import { useDesk, useNames } from '../desk.tsx';
import { useEvents } from '../events.ts';
import { Answer } from '../parts/asked.tsx';
import { Clock } from '../parts/clock.tsx';
import { Copy } from '../parts/copy.tsx';
import { Failed } from '../parts/failed.tsx';
import { Field } from '../parts/field.tsx';
import { KeyText } from '../parts/key-text.tsx';
import { useAct } from '../parts/use-act.ts';
import { VotePanel } from '../parts/vote-panel.tsx';
import { Votes } from '../parts/votes.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';

/** One appeal: what was said against an entry, and what members answer and vote. */
export function AppealPage({ id = '' }: { id?: string }) {
  const { t } = useSpeech();
  const asked = useAsked<AppealShown>(`appeals/${encodeURIComponent(id)}`);
  useEvents(({ what }) => what !== 'staff' && what !== 'case' && asked.again());
  return (
    <>
      <p class="back">
        <a href="/console/appeals">← {t('nav.appeals')}</a>
      </p>
      <Answer of={asked}>{(found) => <Shown of={found} again={asked.again} />}</Answer>
    </>
  );
}

function Shown({ of, again }: { of: AppealShown; again: () => void }) {
  const { t } = useSpeech();
  useTitle({ text: of.key });
  return (
    <>
      <div class="case-head">
        <h1>
          <KeyText of={of.key} />
        </h1>
        <span class="badge">{t(`appeal.state.${of.state}`)}</span>
        <p class="quiet-text">
          {t('appeal.received')} <When time={of.received} /> · {t('votes.leaf', { leaf: of.leaf })}
        </p>
      </div>
      <Clock of={of} />
      <div class="case">
        <div class="case-facts">
          <section>
            <h2>{t('appeal.text')}</h2>
            <p class="note">{visible(of.text)}</p>
            {of.contact && (
              <p class="actions">
                <small>{t('reports.contact')}</small>{' '}
                <Copy text={of.contact} name={t('reports.contact.copy')} />
              </p>
            )}
          </section>
          <Answers of={of} again={again} />
        </div>
        <div class="case-vote">
          <Who of={of} />
          <Votes standing={of.standing} />
          {of.state === 'open' && (
            <VotePanel target={of.key} standing={of.standing} likely={undefined} onVoted={again} />
          )}
        </div>
      </div>
    </>
  );
}

/** Who listed it, and that they do not decide alone. */
function Who({ of }: { of: AppealShown }) {
  const { t } = useSpeech();
  const { me } = useDesk();
  const { member } = useNames();
  const names = (ids: readonly string[]) => ids.map(member).join(t('list.comma'));
  const isParty = me.member !== null && of.listedBy.includes(me.member.id);
  return (
    <section class="notice">
      <p>{t('appeal.rule', { members: names(of.listedBy), quorum: of.standing.quorum })}</p>
      {of.keptBy.length > 0 && <p>{t('appeal.kept', { members: names(of.keptBy) })}</p>}
      {isParty && (
        <p>
          <b>{t(me.alliance.quorum > 1 ? 'appeal.notAlone' : 'appeal.alone')}</b>
        </p>
      )}
      <p>{t('appeal.how')}</p>
    </section>
  );
}

function Answers({ of, again }: { of: AppealShown; again: () => void }) {
  const { t } = useSpeech();
  const { me } = useDesk();
  const { member } = useNames();
  return (
    <section>
      <h2>{t('appeal.answers')}</h2>
      <ul class="plain notes">
        {of.answers.map((answer) => (
          <li key={answer.time + answer.text}>
            <p class="note">{visible(answer.text)}</p>
            <small>
              {member(answer.member)} · <When time={answer.time} />
            </small>
          </li>
        ))}
      </ul>
      {me.member !== null && of.state === 'open' && <AnswerForm id={of.id} again={again} />}
    </section>
  );
}

function AnswerForm({ id, again }: { id: number; again: () => void }) {
  const { t } = useSpeech();
  const act = useAct();
  const [text, setText] = useState('');
  const send = async () => {
    await tell(`appeals/${id}/answer`, { text: text.trim() });
    setText('');
    again();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') act.run(send);
      }}
    >
      <Field name={t('appeal.answer')} hint={t('appeal.answer.hint')}>
        {(named) => (
          <textarea
            {...named}
            rows={4}
            maxLength={limits.appealLength}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
      </Field>
      {act.error && <Failed error={act.error} />}
      <button type="submit" disabled={act.isBusy || text.trim() === ''}>
        {t('appeal.answer.do')}
      </button>
    </form>
  );
}
