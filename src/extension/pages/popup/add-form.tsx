import { useEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../core/limits.ts';
import type { SentReport } from '../../messages.ts';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';

interface AddFormProps {
  readonly id: string;
  readonly added: (after: SentReport) => void;
}

/** Adds something to a report that the registry has. Without a connection it waits here like a report. */
export function AddForm({ id, added }: AddFormProps) {
  const { t } = useSpeech();
  const [opened, setOpened] = useState(false);
  const close = (after: SentReport) => {
    setOpened(false);
    added(after);
  };
  if (opened) return <Fields id={id} added={close} leave={() => setOpened(false)} />;
  return (
    <button type="button" class="link" onClick={() => setOpened(true)}>
      {t('reports.add')}
    </button>
  );
}

function Fields({ id, added, leave }: AddFormProps & { readonly leave: () => void }) {
  const { t } = useSpeech();
  const [note, setNote] = useState('');
  const [state, setState] = useState<'idle' | 'sending' | 'failed'>('idle');
  const field = useRef<HTMLTextAreaElement>(null);
  // The button that was pressed is gone.
  useEffect(() => field.current?.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (note.trim() === '' || state === 'sending') return;
    setState('sending');
    send('report.add', { id, note: note.trim() }).then(added, () => setState('failed'));
  };
  return (
    <form class="add" onSubmit={submit}>
      <label class="field">
        {t('reports.add.note')}
        <textarea
          ref={field}
          rows={3}
          maxLength={limits.noteLength}
          aria-describedby={`add-${id}`}
          value={note}
          onInput={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <small id={`add-${id}`}>
          {t('report.note.hint', { count: note.length, most: limits.noteLength })}
        </small>
      </label>
      {state === 'failed' && <Failure text={t('reports.add.failed')} />}
      <p class="buttons">
        <button type="submit" class="small" aria-disabled={note.trim() === '' || state === 'sending'}>
          {t('reports.add.send')}
        </button>
        <button type="button" class="link" onClick={leave}>
          {t('reports.add.cancel')}
        </button>
      </p>
    </form>
  );
}
