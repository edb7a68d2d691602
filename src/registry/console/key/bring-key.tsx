import { useState } from 'preact/hooks';
import type { KeyFile } from '../../keys/key-form.ts';
import { Failed } from '../parts/failed.tsx';
import { useAct } from '../parts/use-act.ts';
import { useSpeech } from '../speech.tsx';
import { drawn } from './drawn.ts';
import { Passphrase } from './make-key.tsx';
import { keepKey, type OwnKey } from './own-key.ts';
import { lock, openKeyFile, readKeyFile } from './secret.ts';

async function take(file: KeyFile, passphrase: string): Promise<OwnKey> {
  await drawn();
  return keepKey(await lock(await openKeyFile(file, passphrase)));
}

/** Takes a key file that the command line made, or that was saved here as a backup. */
export function BringKey({ onKey, onBack }: { onKey: (key: OwnKey) => void; onBack: () => void }) {
  const { t } = useSpeech();
  const act = useAct();
  const [file, setFile] = useState<KeyFile | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const isSealed = file !== null && 'age' in file;
  const read = (chosen: File | undefined) =>
    act.run(async () => setFile(chosen === undefined ? null : readKeyFile(await chosen.text())));
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== null) act.run(async () => onKey(await take(file, passphrase)));
      }}
    >
      <h2>{t('key.bring')}</h2>
      <label class="field">
        <span>{t('key.file')}</span>
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => read(event.currentTarget.files?.[0])}
        />
      </label>
      {file && (
        <p class="public-key">
          <b>{file.label ?? file.member}</b> <code>{file.public}</code>
        </p>
      )}
      {isSealed && <Passphrase name={t('key.passphrase')} value={passphrase} change={setPassphrase} />}
      {act.error && <Failed error={act.error} />}
      <p class="actions">
        <button type="submit" class="filled" disabled={act.isBusy || file === null}>
          {t(act.isBusy ? 'key.working' : 'key.bring.do')}
        </button>
        <button type="button" onClick={onBack}>
          {t('app.back')}
        </button>
      </p>
    </form>
  );
}
