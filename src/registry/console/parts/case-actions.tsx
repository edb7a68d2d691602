import { useState } from 'preact/hooks';
import { limits } from '../../../core/limits.ts';
import { type DeclineReason, declineReasons } from '../../../core/report.ts';
import { visible } from '../../../core/visible.ts';
import type { CaseActions, CaseShown } from '../../desk/api.ts';
import { tell } from '../client.ts';
import { useDesk, useNames } from '../desk.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { useSpeech } from '../speech.tsx';
import { declinedWord } from '../words.ts';
import { Failed } from './failed.tsx';
import { type Act, useAct } from './use-act.ts';
import { When } from './when.tsx';

/** Does something with a case, then has it asked for anew. */
function useCase(id: number, again: () => void) {
  const act = useAct();
  const go = <A extends keyof CaseActions>(action: A, body: CaseActions[A], then?: () => void) =>
    act.run(async () => {
      await tell(`cases/${id}/${action}`, body);
      then?.();
      again();
    });
  return { act, go };
}

/** Taking a case on, setting it aside, opening it again. */
export function CaseWork({ of, again }: { of: CaseShown; again: () => void }) {
  const { t } = useSpeech();
  const { me } = useDesk();
  const { person } = useNames();
  const { act, go } = useCase(of.id, again);
  const isMine = of.assigned === me.key;
  const assign = () => go('assign', { to: isMine ? null : me.key });
  useShortcuts(me.role === 'observer' ? {} : { a: assign });
  if (me.role === 'observer') return <Assigned to={of.assigned && person(of.assigned)} />;
  return (
    <div class="case-work">
      {act.error && <Failed error={act.error} />}
      <div class="actions">
        <Assign to={of.assigned} act={act} give={(to) => go('assign', { to })} />
        <button type="button" disabled={act.isBusy} onClick={assign}>
          {t(isMine ? 'case.release' : 'case.take')}
        </button>
        {of.state === 'set_aside' && (
          <button type="button" disabled={act.isBusy} onClick={() => go('reopen', {})}>
            {t('case.reopen')}
          </button>
        )}
        {of.state === 'open' && <SetAside act={act} go={(reason) => go('set-aside', { reason })} />}
      </div>
    </div>
  );
}

/** Who has taken it on: a colleague can be given it, those of one's own member first. */
function Assign(props: { to: string | null; act: Act; give: (to: string | null) => void }) {
  const { to, act, give } = props;
  const { t } = useSpeech();
  const { me } = useDesk();
  const { member, person } = useNames();
  const isOwn = ({ id }: { id: string }) => id === me.member?.id;
  const groups = me.alliance.members.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)));
  return (
    <label class="assign">
      <span class="quiet-text">{t('filter.assigned')}</span>
      <select
        value={to ?? ''}
        disabled={act.isBusy}
        onChange={({ currentTarget }) => give(currentTarget.value || null)}
      >
        <option value="">{t('filter.nobody')}</option>
        {groups.map(({ id, reviewers }) => (
          <optgroup key={id} label={member(id)}>
            {reviewers.map(({ key, label }) => (
              <option key={key} value={key}>
                {key === me.key ? person(key) : (label ?? key.slice(0, 8))}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function Assigned({ to }: { to: string | null }) {
  const { t } = useSpeech();
  return <p class="quiet-text">{to ? t('case.assigned', { person: to }) : t('row.free')}</p>;
}

/** `overturned` is what the log says, never what somebody picks. */
const reasons = declineReasons.filter((reason) => reason !== 'overturned');

function SetAside({ act, go }: { act: Act; go: (reason: DeclineReason) => void }) {
  const { t } = useSpeech();
  const [reason, setReason] = useState<DeclineReason | ''>('');
  return (
    <form
      class="set-aside"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== '') go(reason);
      }}
    >
      <label>
        <span class="unseen">{t('case.setAside.why')}</span>
        <select
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value as DeclineReason | '')}
        >
          <option value="">{t('case.setAside.why')}</option>
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t(declinedWord(one))}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={act.isBusy || reason === ''}>
        {t('case.setAside')}
      </button>
    </form>
  );
}

/** What reviewers note for each other. */
export function Notes({ of, again }: { of: CaseShown; again: () => void }) {
  const { t } = useSpeech();
  const { me } = useDesk();
  const { person } = useNames();
  const { act, go } = useCase(of.id, again);
  const [text, setText] = useState('');
  return (
    <section>
      <h2>{t('notes.title')}</h2>
      <ul class="plain notes">
        {of.notes.map((note) => (
          <li key={note.time + note.key + note.text}>
            <p class="note">{visible(note.text)}</p>
            <small>
              {person(note.key)} · <When time={note.time} ago />
            </small>
          </li>
        ))}
      </ul>
      {me.role !== 'observer' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') go('notes', { text: text.trim() }, () => setText(''));
          }}
        >
          <label class="field">
            <span>{t('notes.add')}</span>
            <textarea
              rows={2}
              maxLength={limits.noteLength}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
          {act.error && <Failed error={act.error} />}
          <button type="submit" class="small" disabled={act.isBusy || text.trim() === ''}>
            {t('notes.add')}
          </button>
        </form>
      )}
    </section>
  );
}
