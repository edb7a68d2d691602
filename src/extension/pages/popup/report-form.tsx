import { useState } from 'preact/hooks';
import { kinds } from '../../../core/entry.ts';
import { limits } from '../../../core/limits.ts';
import type { SentReport, TabState } from '../../messages.ts';
import { send } from '../../send.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';
import { type Draft, emptyDraft, pageChoice, previewRequest } from './draft.ts';
import { Preview, usePreview } from './preview.tsx';
import { Sent } from './sent.tsx';
import { SubjectField } from './subject-field.tsx';

type Sending = 'idle' | 'sending' | 'failed' | SentReport;

interface ReportFormProps {
  readonly tab: TabState;
  readonly tabId: number;
  /** Called when there is one report more. */
  readonly onSent: () => void;
}

/** Reports the page or an address: what is filled in, a preview of exactly what is sent, and what became of it. */
export function ReportForm({ tab, tabId, onSent }: ReportFormProps) {
  const [draft, setDraft] = useState(() => emptyDraft(tab));
  const [sending, setSending] = useState<Sending>('idle');
  const again = () => {
    setDraft(emptyDraft(tab));
    setSending('idle');
  };
  const settle = (next: Sending) => {
    setSending(next);
    if (typeof next === 'object') onSent();
  };
  if (typeof sending === 'object') return <Sent report={sending} again={again} />;
  return <Form {...{ tab, tabId, draft, setDraft, sending }} setSending={settle} />;
}

interface FormProps {
  readonly tab: TabState;
  readonly tabId: number;
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  readonly sending: Sending;
  readonly setSending: (sending: Sending) => void;
}

function Form({ tab, tabId, draft, setDraft, sending, setSending }: FormProps) {
  const { t } = useSpeech();
  const preview = usePreview(previewRequest(draft, tabId));
  const submit = (event: Event) => {
    event.preventDefault();
    if (preview.state !== 'ready' || preview.prepared === null) return;
    setSending('sending');
    const { report } = preview.prepared;
    send('report.send', { report, tabId }).then(setSending, () => setSending('failed'));
  };
  return (
    <form onSubmit={submit}>
      <p class="quiet-text">{t('report.intro')}</p>
      <SubjectField tab={tab} draft={draft} change={setDraft} />
      <KindField draft={draft} change={setDraft} />
      <NoteField draft={draft} change={setDraft} />
      <AddressesField draft={draft} change={setDraft} count={tab.addresses.length} />
      <Preview preview={preview} />
      {sending === 'failed' && <Failure text={t('report.failed')} />}
      <button type="submit" class="filled" disabled={preview.state !== 'ready' || sending === 'sending'}>
        {t(sending === 'sending' ? 'report.sending' : 'report.send')}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
}

function KindField({ draft, change }: FieldProps) {
  const { t } = useSpeech();
  const known = kinds.filter((kind) => kind !== 'unspecified');
  return (
    <label class="field">
      {t('report.kind')}
      <select
        value={draft.kind}
        onChange={({ currentTarget }) => change({ ...draft, kind: currentTarget.value as Draft['kind'] })}
      >
        <option value="unspecified">{t('report.kind.unsure')}</option>
        {known.map((kind) => (
          <option key={kind} value={kind}>
            {t(kindWord(kind))}
          </option>
        ))}
      </select>
    </label>
  );
}

function NoteField({ draft, change }: FieldProps) {
  const { t } = useSpeech();
  return (
    <label class="field">
      {t('report.note')}
      <textarea
        rows={3}
        maxLength={limits.noteLength}
        aria-describedby="note-hint"
        value={draft.note}
        onInput={({ currentTarget }) => change({ ...draft, note: currentTarget.value })}
      />
      <small id="note-hint">
        {t('report.note.hint', { count: draft.note.length, most: limits.noteLength })}
      </small>
    </label>
  );
}

function AddressesField({ draft, change, count }: FieldProps & { readonly count: number }) {
  const { t } = useSpeech();
  if (count === 0 || draft.choice !== pageChoice) return null;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={draft.withAddresses}
        onChange={({ currentTarget }) => change({ ...draft, withAddresses: currentTarget.checked })}
      />
      {t('report.withAddresses', { count })}
    </label>
  );
}
