import { useId, useState } from 'preact/hooks';
import { limits } from '../../../core/limits.ts';
import type { AppealReceipt } from '../../../core/report.ts';
import { newObjection, type Objection, sendAppeal } from '../appeals.ts';
import { keepAppeal } from '../kept.ts';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';
import { counted } from '../words.ts';
import { Refused } from './refused.tsx';

/** Characters of a contact as it is typed: what is sealed of it stays within `limits.contactLength`. */
const contactLength = 200;

type Sending = { readonly share: number } | { readonly error: unknown } | null;

/** "This is wrong": no account, a receipt. What was typed stays when sending fails. */
export function AppealForm({
  of,
  verified,
  onSent,
}: {
  of: string;
  verified: Verified;
  onSent: (status: AppealReceipt) => void;
}) {
  const { t, language } = useSpeech();
  const [objection, setObjection] = useState<Objection>(() => newObjection(of, language));
  const [sending, setSending] = useState<Sending>(null);
  const recipient = verified.alliance.contact ?? null;
  const change = (part: Partial<Objection>) => setObjection((now) => ({ ...now, ...part }));
  const send = async (event: Event) => {
    event.preventDefault();
    if (objection.text.trim() === '') return;
    setSending({ share: 0 });
    try {
      const status = await sendAppeal(objection, recipient, (share) => setSending({ share }));
      keepAppeal({ receipt: status.receipt, key: of, sent: status.received });
      onSent(status);
    } catch (error) {
      setSending({ error });
    }
  };
  const share = sending !== null && 'share' in sending ? sending.share : null;
  return (
    <form class="appeal-form" onSubmit={send}>
      <p>{t(counted('site.appeal.intro', verified.alliance.quorum))}</p>
      <p class="notice">{t('site.never')}</p>
      <TextField value={objection.text} onChange={(text) => change({ text })} />
      {recipient !== null && (
        <ContactField value={objection.contact} onChange={(contact) => change({ contact })} />
      )}
      {sending !== null && 'error' in sending && <Refused error={sending.error} verified={verified} />}
      {share !== null && <Working share={share} />}
      <button type="submit" class="filled" disabled={share !== null}>
        {t('site.appeal.send')}
      </button>
    </form>
  );
}

function TextField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useSpeech();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t('site.appeal.text')}</label>
      <textarea
        id={id}
        rows={6}
        required
        maxLength={limits.appealLength}
        aria-describedby={`${id}-hint`}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <small id={`${id}-hint`}>
        {t('site.appeal.text.hint', { count: value.length, most: limits.appealLength })}
      </small>
    </div>
  );
}

function ContactField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useSpeech();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t('site.appeal.contact')}</label>
      <input
        id={id}
        type="text"
        maxLength={contactLength}
        aria-describedby={`${id}-hint`}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <small id={`${id}-hint`}>{t('site.appeal.contact.hint')}</small>
    </div>
  );
}

function Working({ share }: { share: number }) {
  const { t } = useSpeech();
  return (
    <div class="loading">
      <p role="status">{t('site.appeal.working')}</p>
      <progress aria-label={t('site.appeal.working')} max={1} value={share} />
    </div>
  );
}
