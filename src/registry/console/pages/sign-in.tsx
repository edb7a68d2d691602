import { useEffect, useState } from 'preact/hooks';
import { Mark } from '../../../../assets/icons/mark.tsx';
import type { Me } from '../../desk/api.ts';
import { Refusal } from '../../refusal.ts';
import { BringKey } from '../key/bring-key.tsx';
import { MakeKey } from '../key/make-key.tsx';
import { forgetKey, type OwnKey, ownKey } from '../key/own-key.ts';
import { publicFile } from '../key/secret.ts';
import { signIn } from '../key/sign-in.ts';
import { Copy } from '../parts/copy.tsx';
import { Failed } from '../parts/failed.tsx';
import { useAct } from '../parts/use-act.ts';
import { LanguageChoice, useSpeech, useTitle } from '../speech.tsx';

type SignedIn = (me: Me, key: OwnKey) => void;

/** Where everybody begins who is not signed in. */
export function SignInPage({ onSignedIn }: { onSignedIn: SignedIn }) {
  const { t } = useSpeech();
  useTitle('signin.title');
  return (
    <main class="signin">
      <div class="signin-head">
        <Mark size={48} />
        <div>
          <h1>{t('signin.title')}</h1>
          <p class="quiet-text">{t('signin.lead')}</p>
        </div>
        <LanguageChoice />
      </div>
      <SignIn onSignedIn={onSignedIn} />
    </main>
  );
}

/** Signing in with the key that this browser has, or getting it one. */
export function SignIn({ onSignedIn }: { onSignedIn: SignedIn }) {
  const [key, setKey] = useState<OwnKey | null | undefined>(undefined);
  useEffect(() => {
    ownKey().then(setKey, () => setKey(null));
  }, []);
  if (key === undefined) return null;
  if (key === null) return <GetKey onKey={setKey} />;
  return <WithKey own={key} onSignedIn={onSignedIn} onForgotten={() => setKey(null)} />;
}

function GetKey({ onKey }: { onKey: (key: OwnKey) => void }) {
  const { t } = useSpeech();
  const [way, setWay] = useState<'make' | 'bring' | null>(null);
  if (way === 'make') return <MakeKey onKey={onKey} onBack={() => setWay(null)} />;
  if (way === 'bring') return <BringKey onKey={onKey} onBack={() => setWay(null)} />;
  return (
    <div class="choices">
      <section class="card">
        <h2>{t('key.make')}</h2>
        <p>{t('key.make.text')}</p>
        <button type="button" class="filled" onClick={() => setWay('make')}>
          {t('key.make')}
        </button>
      </section>
      <section class="card">
        <h2>{t('key.bring')}</h2>
        <p>{t('key.bring.text')}</p>
        <button type="button" onClick={() => setWay('bring')}>
          {t('key.bring')}
        </button>
      </section>
    </div>
  );
}

function WithKey(props: { own: OwnKey; onSignedIn: SignedIn; onForgotten: () => void }) {
  const { own, onSignedIn, onForgotten } = props;
  const { t } = useSpeech();
  const act = useAct();
  const isUnknown = act.error instanceof Refusal && act.error.code === 'role';
  return (
    <section class="card">
      <h2>{own.label ?? t('key.yours')}</h2>
      <p class="public-key">
        <span class="quiet-text">{t('key.public')}</span> <code>{own.public}</code>
      </p>
      {isUnknown ? <p class="notice">{t('key.unknown')}</p> : act.error && <Failed error={act.error} />}
      <p class="actions">
        <button
          type="button"
          class="filled"
          disabled={act.isBusy}
          onClick={() => act.run(async () => onSignedIn(await signIn(own), own))}
        >
          {t('signin.do')}
        </button>
        <Copy text={publicFile(own)} name={t('key.public.copy')} />
      </p>
      <p class="quiet-text">{t('key.hand')}</p>
      <Forget onForgotten={onForgotten} />
    </section>
  );
}

/** Takes the key out of this browser: asked twice, for without a backup it is gone. */
function Forget({ onForgotten }: { onForgotten: () => void }) {
  const { t } = useSpeech();
  const act = useAct();
  return (
    <details class="forget">
      <summary>{t('key.forget')}</summary>
      <p>{t('key.forget.text')}</p>
      {act.error && <Failed error={act.error} />}
      <button
        type="button"
        disabled={act.isBusy}
        onClick={() =>
          act.run(async () => {
            await forgetKey();
            onForgotten();
          })
        }
      >
        {t('key.forget.do')}
      </button>
    </details>
  );
}
