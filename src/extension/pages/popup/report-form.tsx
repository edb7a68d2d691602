import { useEffect, useRef, useState } from 'preact/hooks';
import { kinds } from '../../../core/entry.ts';
import { limits } from '../../../core/limits.ts';
import type { Request, SentReport, TabState } from '../../messages.ts';
import { send } from '../../send.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';
import { type Draft, emptyDraft, keptDraft, pageChoice, pictureOf, toKeep } from './draft.ts';
import { Extras } from './extras.tsx';
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
  const [draft, setDraft] = useState(() => keptDraft(tab));
  const [sending, setSending] = useState<Sending>('idle');
  // Not waited for: without it the form works all the same.
  const keep = (kept: Request<'report.draft'>['draft']) =>
    void send('report.draft', { tabId, draft: kept }).catch(() => {});
  const change = (next: Draft) => {
    setDraft(next);
    keep(toKeep(next));
  };
  const again = () => {
    setDraft(emptyDraft(tab));
    setSending('idle');
  };
  const settle = (next: Sending) => {
    setSending(next);
    if (typeof next !== 'object') return;
    keep(null);
    onSent();
  };
  if (typeof sending === 'object') return <Sent report={sending} again={again} />;
  return <Form {...{ tab, tabId, draft, sending }} setDraft={change} setSending={settle} />;
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
  const preview = usePreview(draft, tab, tabId);
  const cancelled = useRef(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (preview.state !== 'ready' || preview.prepared === null || sending === 'sending') return;
    cancelled.current = false;
    setSending('sending');
    const request = { report: preview.prepared.report, picture: pictureOf(draft), tabId };
    send('report.send', request).then(setSending, () => setSending(cancelled.current ? 'idle' : 'failed'));
  };
  const cancel = (id: string) => {
    cancelled.current = true;
    // Too late, or no answer: then what became of it is shown when it is known.
    send('report.cancel', { id }).catch(() => {});
  };
  return (
    <form onSubmit={submit}>
      <fieldset class="plain" disabled={sending === 'sending'}>
        <p class="quiet-text">{t('report.intro')}</p>
        <SubjectField tab={tab} draft={draft} change={setDraft} />
        <KindField draft={draft} change={setDraft} />
        <NoteField draft={draft} change={setDraft} />
        <AddressesField draft={draft} change={setDraft} count={tab.addresses.length} />
        <Extras tab={tab} tabId={tabId} draft={draft} change={setDraft} />
      </fieldset>
      <Preview preview={preview} draft={draft} tab={tab} />
      {sending === 'failed' && <Failure text={t('report.failed')} />}
      {sending === 'sending' ? (
        <Preparing cancel={() => cancel(preview.prepared!.report.id)} />
      ) : (
        <button type="submit" class="filled" disabled={preview.state !== 'ready'}>
          {t('report.send')}
        </button>
      )}
    </form>
  );
}

/** The registry asks for a proof of work, which takes seconds; until it is sent, the person can stop it. */
function Preparing({ cancel }: { cancel: () => void }) {
  const { t } = useSpeech();
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone.
  useEffect(() => button.current?.focus(), []);
  return (
    <div class="preparing">
      <p role="status">
        <b>{t('report.sending')}</b>
        <progress aria-label={t('report.sending')} />
      </p>
      <p class="quiet-text">{t('report.sending.note')}</p>
      <button type="button" ref={button} onClick={cancel}>
        {t('report.cancel')}
      </button>
    </div>
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
