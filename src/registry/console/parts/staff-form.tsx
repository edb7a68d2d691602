import { useState } from 'preact/hooks';
import { publicKeySchema } from '../../keys/key-form.ts';
import { tell } from '../client.ts';
import { useDesk } from '../desk.tsx';
import { useSpeech } from '../speech.tsx';
import { Failed } from './failed.tsx';
import { Field } from './field.tsx';
import { useAct } from './use-act.ts';

type Ask = (
  body: { action: 'add' | 'remove'; key: string; label?: string; role?: string },
  then: () => void,
) => void;

/** A coordinator asks that a reviewer be added, or removed. */
export function StaffForm({ onAsked }: { onAsked: () => void }) {
  const { t } = useSpeech();
  const act = useAct();
  const ask: Ask = (body, then) =>
    act.run(async () => {
      await tell('staff', body);
      then();
      onAsked();
    });
  return (
    <>
      {act.error && <Failed error={act.error} />}
      <details>
        <summary>{t('staff.add')}</summary>
        <Add ask={ask} isBusy={act.isBusy} />
      </details>
      <details>
        <summary>{t('staff.remove')}</summary>
        <Remove ask={ask} isBusy={act.isBusy} />
      </details>
    </>
  );
}

interface Props {
  readonly ask: Ask;
  readonly isBusy: boolean;
}

function Add({ ask, isBusy }: Props) {
  const { t } = useSpeech();
  const [text, setText] = useState('');
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<'reviewer' | 'coordinator'>('reviewer');
  const key = readKey(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const name = label.trim() || key?.label;
        if (key)
          ask({ action: 'add', key: key.public, role, ...(name && { label: name }) }, () => setText(''));
      }}
    >
      <Field name={t('staff.key')} hint={t('staff.key.hint')}>
        {(named) => (
          <textarea
            {...named}
            rows={3}
            class="keys"
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
      </Field>
      <label class="field">
        <span>{t('key.label')}</span>
        <input
          value={label}
          maxLength={80}
          placeholder={key?.label ?? ''}
          onInput={({ currentTarget }) => setLabel(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{t('staff.role')}</span>
        <select value={role} onChange={({ currentTarget }) => setRole(currentTarget.value as typeof role)}>
          <option value="reviewer">{t('role.reviewer')}</option>
          <option value="coordinator">{t('role.coordinator')}</option>
        </select>
      </label>
      <button type="submit" disabled={isBusy || key === null}>
        {t('staff.ask')}
      </button>
    </form>
  );
}

/** A public key as hex, or the file that this console and `baize key export` write. */
function readKey(text: string): { public: string; label?: string | undefined } | null {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/.test(trimmed)) return { public: trimmed };
  try {
    const result = publicKeySchema.safeParse(JSON.parse(trimmed));
    return result.success && result.data.use === 'vote' ? result.data : null;
  } catch {
    return null;
  }
}

function Remove({ ask, isBusy }: Props) {
  const { t } = useSpeech();
  const { me } = useDesk();
  const [key, setKey] = useState('');
  const own = me.alliance.members.find(({ id }) => id === me.member?.id)?.reviewers ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (key !== '') ask({ action: 'remove', key }, () => setKey(''));
      }}
    >
      <p class="notice">{t('staff.remove.text')}</p>
      <label class="field">
        <span>{t('staff.who')}</span>
        <select value={key} onChange={({ currentTarget }) => setKey(currentTarget.value)}>
          <option value="">{t('staff.who.none')}</option>
          {own
            .filter((one) => one.key !== me.key)
            .map((one) => (
              <option key={one.key} value={one.key}>
                {one.label ?? one.key.slice(0, 8)}
              </option>
            ))}
        </select>
      </label>
      <button type="submit" disabled={isBusy || key === ''}>
        {t('staff.ask')}
      </button>
    </form>
  );
}
