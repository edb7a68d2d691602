import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { LocationProvider } from 'preact-iso';
import type { Me } from '../desk/api.ts';
import { Refusal } from '../refusal.ts';
import { ask, beginSession, forgetSession, tell } from './client.ts';
import { DeskContext } from './desk.tsx';
import { type OwnKey, ownKey } from './key/own-key.ts';
import { SignIn, SignInPage } from './pages/sign-in.tsx';
import { Dialog } from './parts/dialog.tsx';
import { Failed } from './parts/failed.tsx';
import { Shell } from './shell.tsx';
import { useSpeech } from './speech.tsx';

interface SignedIn {
  readonly me: Me;
  readonly key: OwnKey;
}

/** The console: somebody is signed in, or signs in. */
export function App() {
  const { t } = useSpeech();
  const [person, setPerson] = useState<SignedIn | null | undefined>(undefined);
  const [failure, setFailure] = useState<Error | null>(null);
  const { isAsked, renew, renewed } = useRenewal();
  const enter = useCallback(
    (me: Me, key: OwnKey) => {
      beginSession(me, renew);
      setPerson({ me, key });
      renewed();
    },
    [renew, renewed],
  );
  useEffect(() => {
    resume().then(
      (found) => (found ? enter(found.me, found.key) : setPerson(null)),
      (error: Error) => setFailure(error),
    );
  }, [enter]);
  const desk = useMemo(
    () =>
      person && {
        ...person,
        leave: async () => {
          await tell('signout', {});
          forgetSession();
          setPerson(null);
        },
      },
    [person],
  );
  if (failure) return <Failed error={failure} again={() => location.reload()} />;
  if (person === undefined) return null;
  if (!desk) return <SignInPage onSignedIn={enter} />;
  return (
    <DeskContext.Provider value={desk}>
      <LocationProvider scope={/^\/console(\/|$)/}>
        <Shell />
      </LocationProvider>
      {isAsked && (
        <Dialog title={t('signin.again')}>
          <p>{t('signin.again.text')}</p>
          <SignIn onSignedIn={enter} />
        </Dialog>
      )}
    </DeskContext.Provider>
  );
}

/** Who is signed in already; null for nobody, or when this browser has lost the key. */
async function resume(): Promise<SignedIn | null> {
  const key = await ownKey();
  if (key === null) return null;
  try {
    const me = await ask<Me>('me');
    return me.key === key.public ? { me, key } : null;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return null;
    throw error;
  }
}

/** A session that has ended in the middle of work: all that wait for it go on once somebody has signed in again. */
function useRenewal() {
  const [isAsked, setAsked] = useState(false);
  const waiting = useRef<(() => void)[]>([]);
  const renew = useCallback(
    () =>
      new Promise<void>((done) => {
        waiting.current.push(done);
        setAsked(true);
      }),
    [],
  );
  const renewed = useCallback(() => {
    setAsked(false);
    for (const done of waiting.current.splice(0)) done();
  }, []);
  return { isAsked, renew, renewed };
}
