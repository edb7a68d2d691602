import { useId } from 'preact/hooks';
import { kinds } from '../../../core/entry.ts';
import { limits } from '../../../core/limits.ts';
import { grounds, type OpinionDraft, problemOf } from '../opinion.ts';
import { useSpeech } from '../speech.tsx';
import { kindWord } from '../words.ts';
import { Field } from './field.tsx';

interface Props {
  readonly draft: OpinionDraft;
  readonly change: (part: Partial<OpinionDraft>) => void;
  /** A batch has no emergencies. */
  readonly isBatch?: boolean;
}

/** What a reviewer says of a key, or of many. */
export function OpinionForm({ draft, change, isBatch = false }: Props) {
  const { t } = useSpeech();
  const problem = problemOf(draft);
  return (
    <div class="opinion">
      <Choice
        name="opinion.action"
        value={draft.action}
        values={['list', 'clear']}
        pick={(action) => change({ action })}
      />
      {draft.action === 'list' && <Listing draft={draft} change={change} isBatch={isBatch} />}
      <Reason draft={draft} change={change} />
      <p class="problem" role="status">
        {problem &&
          t(problem, {
            most: problem === 'opinion.reason.long' ? limits.reasonLength : limits.evidenceLinks,
          })}
      </p>
    </div>
  );
}

function Listing({ draft, change, isBatch }: Props) {
  const { t } = useSpeech();
  return (
    <>
      <label class="field">
        <span>{t('opinion.kind')}</span>
        <select
          value={draft.kind}
          onChange={({ currentTarget }) => change({ kind: currentTarget.value as OpinionDraft['kind'] })}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(kindWord(kind))}
            </option>
          ))}
        </select>
      </label>
      {(isBatch || !draft.emergency) && (
        <Choice
          name="opinion.level"
          value={draft.level}
          values={['stop', 'caution']}
          pick={(level) => change({ level })}
        />
      )}
      {!isBatch && (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.emergency}
            onChange={() => change({ emergency: !draft.emergency })}
          />
          <span>
            {t('opinion.emergency')}
            <small>{t('opinion.emergency.text')}</small>
          </span>
        </label>
      )}
    </>
  );
}

function Reason({ draft, change }: Props) {
  const { t } = useSpeech();
  return (
    <>
      <label class="field">
        <span>{t('opinion.ground')}</span>
        <select
          value={draft.ground}
          onChange={({ currentTarget }) => change({ ground: currentTarget.value as OpinionDraft['ground'] })}
        >
          <option value="">{t('opinion.ground.none')}</option>
          {grounds.map((ground) => (
            <option key={ground} value={ground}>
              {t(`ground.${ground}`)}
            </option>
          ))}
        </select>
      </label>
      <Field name={t('opinion.text')} hint={t('opinion.text.hint')}>
        {(named) => (
          <textarea
            {...named}
            rows={3}
            value={draft.text}
            onInput={({ currentTarget }) => change({ text: currentTarget.value })}
          />
        )}
      </Field>
      <Field name={t('opinion.evidence')} hint={t('opinion.evidence.hint')}>
        {(named) => (
          <textarea
            {...named}
            rows={2}
            value={draft.evidence}
            spellcheck={false}
            onInput={({ currentTarget }) => change({ evidence: currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

/** A few words to choose one of, each with what it means. */
function Choice<
  N extends 'opinion.action' | 'opinion.level',
  V extends 'list' | 'clear' | 'stop' | 'caution',
>(props: { name: N; value: V; values: readonly V[]; pick: (value: V) => void }) {
  const { name, value, values, pick } = props;
  const { t } = useSpeech();
  const id = useId();
  return (
    <fieldset class="choice">
      <legend>{t(name)}</legend>
      <div>
        {values.map((one) => (
          <label key={one}>
            <input type="radio" name={id} checked={one === value} onChange={() => pick(one)} />
            <span>{t(`opinion.${one}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
