import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';
import { Refused } from './refused.tsx';

type Asked<T> = { readonly value: T } | { readonly error: unknown } | null;

/** What the registry tells of something that was sent; asked again when the reader says so. */
export function Sent<T>({
  id,
  verified,
  load,
  children,
}: {
  id: string;
  verified: Verified;
  load: () => Promise<T>;
  children: (value: T) => ComponentChildren;
}) {
  const { t } = useSpeech();
  const [asked, setAsked] = useState<Asked<T>>(null);
  const askAgain = () => {
    load().then(
      (value) => setAsked({ value }),
      (error: unknown) => setAsked({ error }),
    );
  };
  useEffect(askAgain, [id]);
  if (asked === null) return <p role="status">{t('app.loading')}</p>;
  return (
    <>
      {'error' in asked ? <Refused error={asked.error} verified={verified} /> : children(asked.value)}
      <p>
        <button type="button" onClick={askAgain}>
          {t('site.receipt.again')}
        </button>
      </p>
    </>
  );
}
