import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Batch, messageOf, type Vote } from '../../../core/leaf.ts';
import { sha256 } from '../../../core/tuf/bytes.ts';
import { parseStrict } from '../../../core/tuf/json.ts';
import { readableJson } from '../../../core/visible.ts';
import { signStatement } from '../../voting/statement.ts';
import { useDesk } from '../desk.tsx';
import { useSpeech } from '../speech.tsx';
import { Dialog } from './dialog.tsx';
import { Failed } from './failed.tsx';
import { useAct } from './use-act.ts';

/**
 * Shows exactly what will be signed, then signs it.
 *
 * @param send hands over the signed bytes; what it throws is shown, and nothing is lost
 */
export function SignDialog(props: {
  statement: Vote | Batch;
  send: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  onClose: () => void;
  children?: ComponentChildren;
}) {
  const { statement, send, onClose } = props;
  const { t } = useSpeech();
  const { key } = useDesk();
  const act = useAct();
  const message = messageOf(statement);
  return (
    <Dialog title={t('sign.title')} onClose={act.isBusy ? () => {} : onClose}>
      <p>{t('sign.text')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long statement is scrolled with the keyboard too */}
      <section class="statement" tabIndex={0} aria-label={t('sign.statement')}>
        <pre>{readableJson(parseStrict(message))}</pre>
      </section>
      <dl class="facts">
        <div>
          <dt>{t('sign.digest')}</dt>
          <dd>
            <Digest of={message} />
          </dd>
        </div>
        <div>
          <dt>{t('sign.key')}</dt>
          <dd>
            <code>{key.public}</code>
          </dd>
        </div>
      </dl>
      {props.children}
      {act.error && <Failed error={act.error} />}
      <p class="actions">
        <button
          type="button"
          class="filled"
          disabled={act.isBusy}
          onClick={() => act.run(async () => send(await signStatement(key, statement)))}
        >
          {t(act.isBusy ? 'sign.sending' : 'sign.do')}
        </button>
        <button type="button" disabled={act.isBusy} onClick={onClose}>
          {t('sign.cancel')}
        </button>
      </p>
    </Dialog>
  );
}

function Digest({ of }: { of: Uint8Array }) {
  const [digest, setDigest] = useState('');
  useEffect(() => {
    sha256(of).then(setDigest, () => {});
  }, [of]);
  return <code>{digest}</code>;
}
