import { useId, useState } from 'preact/hooks';
import { limits } from '../../../core/limits.ts';
import { parseReceipt, type Receipt } from '../../../core/report.ts';
import { theAlliance } from '../feed.ts';
import { ReceiptField } from '../parts/receipt-field.tsx';
import { Refused } from '../parts/refused.tsx';
import { Sent } from '../parts/sent.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { When } from '../parts/when.tsx';
import { ask, newId, post } from '../registry.ts';
import { useSpeech, useTitle } from '../speech.tsx';
import { useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';

/** `/report/<receipt>`: what became of a report, and what there is to add. */
export function ReportPage({ rest = '' }: { rest?: string }) {
  const { t } = useSpeech();
  useTitle('site.report.page');
  const receipt = rest.slice(1);
  const alliance = useLoaded('alliance', theAlliance);
  return (
    <>
      <h1>{t('site.report.page')}</h1>
      {receipt === '' ? (
        <>
          <p>{t('site.report.how')}</p>
          <ReceiptField page="report" />
        </>
      ) : (
        <Waiting on={alliance}>
          {(verified) => (
            <Sent key={receipt} id={receipt} verified={verified} load={() => reportState(receipt)}>
              {(state) => <Shown of={state} verified={verified} />}
            </Sent>
          )}
        </Waiting>
      )}
    </>
  );
}

async function reportState(receipt: string): Promise<Receipt> {
  return parseReceipt(await ask(`/v1/reports/${encodeURIComponent(receipt)}`));
}

function Shown({ of: { receipt, state, reason, since }, verified }: { of: Receipt; verified: Verified }) {
  const { t } = useSpeech();
  const said =
    state === 'declined'
      ? t('reports.state.declined', {
          reason: reason === undefined ? t('reports.refused.unknown') : t(`declined.${reason}`),
        })
      : t(`reports.state.${state}`);
  return (
    <>
      <p class={`state state-${state}`}>{said}</p>
      <p class="quiet-text">
        {t('site.report.receipt')} <code>{receipt}</code> {since !== undefined && <When time={since} exact />}
      </p>
      <p>{t(`site.report.${state}`)}</p>
      <Add receipt={receipt} verified={verified} />
    </>
  );
}

type Adding = 'sending' | 'sent' | { readonly error: unknown } | null;

function Add({ receipt, verified }: { receipt: string; verified: Verified }) {
  const { t } = useSpeech();
  const field = useId();
  const [addition, setAddition] = useState({ id: newId(), note: '' });
  const [adding, setAdding] = useState<Adding>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    if (addition.note.trim() === '') return;
    setAdding('sending');
    try {
      await post(`/v1/reports/${encodeURIComponent(receipt)}/additions`, addition);
      setAddition({ id: newId(), note: '' });
      setAdding('sent');
    } catch (error) {
      setAdding({ error });
    }
  };
  return (
    <form onSubmit={send}>
      <div class="field">
        <label for={field}>{t('site.report.add')}</label>
        <textarea
          id={field}
          rows={4}
          maxLength={limits.noteLength}
          value={addition.note}
          aria-describedby={`${field}-hint`}
          onInput={({ currentTarget }) => setAddition({ ...addition, note: currentTarget.value })}
        />
        <small id={`${field}-hint`}>{t('site.report.add.hint')}</small>
      </div>
      {adding === 'sent' && <p role="status">{t('site.report.added')}</p>}
      {adding !== null && typeof adding === 'object' && <Refused error={adding.error} verified={verified} />}
      <button type="submit" disabled={adding === 'sending'}>
        {t('site.report.add.button')}
      </button>
    </form>
  );
}
