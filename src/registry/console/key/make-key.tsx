import { useState } from 'preact/hooks';
import { limits } from '../../../core/limits.ts';
import { Failed } from '../parts/failed.tsx';
import { Field } from '../parts/field.tsx';
import { saveFile } from '../parts/save.ts';
import { useAct } from '../parts/use-act.ts';
import { useSpeech } from '../speech.tsx';
import { drawn } from './drawn.ts';
import { keepKey, type OwnKey } from './own-key.ts';
import { lock, newKey, sealedFile } from './secret.ts';

interface Form {
  readonly label: string;
  readonly member: string;
  readonly passphrase: string;
  readonly again: string;
}

/** Makes a key: its backup goes into a file first, then the browser keeps it so that nothing can read it again. */
export function MakeKey({ onKey, onBack }: { onKey: (key: OwnKey) => void; onBack: () => void }) {
  const { t } = useSpeech();
  const act = useAct();
  const [form, setForm] = useState<Form>({ label: '', member: '', passphrase: '', again: '' });
  const [withBackup, setBackup] = useState(true);
  const change = (part: Partial<Form>) => setForm({ ...form, ...part });
  const problem = withBackup ? problemOf(form) : null;
  const make = async () => {
    await drawn();
    const label = form.label.trim();
    const member = form.member.trim();
    const key = await newKey({ ...(member && { member }), ...(label && { label }) });
    if (withBackup) saveFile(fileName(key.about.public), await sealedFile(key, form.passphrase));
    onKey(await keepKey(await lock(key)));
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) act.run(make);
      }}
    >
      <h2>{t('key.make')}</h2>
      <Text
        name={t('key.label')}
        hint={t('key.label.hint')}
        value={form.label}
        most={80}
        change={(label) => change({ label })}
      />
      <Text
        name={t('key.member')}
        hint={t('key.member.hint')}
        value={form.member}
        most={32}
        pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
        change={(member) => change({ member })}
      />
      <label class="check">
        <input type="checkbox" checked={withBackup} onChange={() => setBackup(!withBackup)} />
        <span>{t('key.backup')}</span>
      </label>
      {withBackup ? (
        <>
          <p class="quiet-text">{t('key.backup.text')}</p>
          <Passphrase
            name={t('key.passphrase')}
            value={form.passphrase}
            change={(passphrase) => change({ passphrase })}
          />
          <Passphrase
            name={t('key.passphrase.again')}
            value={form.again}
            change={(again) => change({ again })}
          />
          <p class="quiet-text" role="status">
            {problem && t(problem, { most: limits.passphraseLength })}
          </p>
        </>
      ) : (
        <p class="notice">{t('key.backup.none')}</p>
      )}
      {act.error && <Failed error={act.error} />}
      <p class="actions">
        <button type="submit" class="filled" disabled={act.isBusy || problem !== null}>
          {t(act.isBusy ? 'key.working' : withBackup ? 'key.make.backup' : 'key.make.only')}
        </button>
        <button type="button" onClick={onBack}>
          {t('app.back')}
        </button>
      </p>
    </form>
  );
}

function problemOf({ passphrase, again }: Form): 'key.passphrase.short' | 'key.passphrase.differ' | null {
  if ([...passphrase].length < limits.passphraseLength) return 'key.passphrase.short';
  return passphrase === again ? null : 'key.passphrase.differ';
}

const fileName = (publicKey: string): string => `baize-vote-${publicKey.slice(0, 8)}.key.json`;

function Text(props: {
  name: string;
  hint: string;
  value: string;
  most: number;
  pattern?: string;
  change: (value: string) => void;
}) {
  const { name, hint, value, most, pattern, change } = props;
  return (
    <Field name={name} hint={hint}>
      {(named) => (
        <input
          {...named}
          value={value}
          maxLength={most}
          {...(pattern && { pattern })}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Where a passphrase is typed. */
export function Passphrase(props: { name: string; value: string; change: (value: string) => void }) {
  return (
    <label class="field">
      <span>{props.name}</span>
      <input
        type="password"
        autocomplete="new-password"
        value={props.value}
        onInput={(event) => props.change(event.currentTarget.value)}
      />
    </label>
  );
}
