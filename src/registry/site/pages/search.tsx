import { useState } from 'preact/hooks';
import { whyPath } from '../../../core/site-address.ts';
import { visible } from '../../../core/visible.ts';
import { askList, lookAgain } from '../feed.ts';
import type { Answer } from '../look-up.ts';
import { useMemberName } from '../parts/alliance.tsx';
import { KeyText } from '../parts/key-text.tsx';
import { Paid } from '../parts/paid.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Failed } from '../parts/waiting.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useHash } from '../use-hash.ts';
import { useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';

/** `/search#<what was typed>` */
export function Search() {
  const { t } = useSpeech();
  useTitle('site.nav.search');
  const typed = useHash();
  return (
    <>
      <h1>{t('site.search')}</h1>
      <SearchBox key={typed} typed={typed} />
      {typed !== '' && <Result key={typed} typed={typed} />}
    </>
  );
}

function Result({ typed }: { typed: string }) {
  const { t } = useSpeech();
  const [share, setShare] = useState(0);
  const asked = useLoaded(typed, () => askList(typed, setShare));
  if (asked.state === 'failed') {
    const again = () => {
      lookAgain();
      asked.again();
    };
    return <Failed error={asked.error} again={again} />;
  }
  if (asked.state === 'loading') {
    return (
      <div class="loading">
        <p role="status">{t('site.search.loading')}</p>
        <progress aria-label={t('site.search.loading')} max={1} value={share} />
      </div>
    );
  }
  const { answer, verified } = asked.value;
  return (
    <>
      <div aria-live="polite">
        <Said answer={answer} typed={typed} />
      </div>
      <Shown by={verified} />
      {(answer.is === 'listed' || answer.is === 'caution') && <Paid />}
    </>
  );
}

function Said({ answer, typed }: { answer: Answer; typed: string }) {
  const { t } = useSpeech();
  if (answer.is === 'listed' || answer.is === 'caution') {
    return (
      <section class={`verdict verdict-${answer.is}`}>
        <h2>{t(`site.search.${answer.is}`)}</h2>
        <p>
          <KeyText of={answer.key} />
        </p>
        <p>
          <b>{t(`kind.${answer.kind}`)}</b> {t(`stop.body.${answer.kind}`)}
        </p>
        <p>
          <a class="button" href={`/${whyPath(answer.key)}`}>
            {t('site.search.why')}
          </a>
        </p>
      </section>
    );
  }
  return (
    <section class="verdict">
      <h2>{t(`site.search.${answer.is}`)}</h2>
      <p>
        <span class="key">
          <bdi>{visible(typed)}</bdi>
        </span>
      </p>
      <p>{t(`site.search.${answer.is}.text`)}</p>
      {answer.is === 'unlisted' && answer.key !== null && (
        <p>
          <a href={`/${whyPath(answer.key)}`}>{t('site.search.past')}</a>
        </p>
      )}
    </section>
  );
}

/** Against what it was looked up, and what that shows. */
function Shown({ by }: { by: Verified }) {
  const { t, language } = useSpeech();
  const nameOf = useMemberName(by);
  const names = new Intl.ListFormat(language).format(by.signers.map(nameOf));
  return (
    <section class="quiet-text" aria-labelledby="shown">
      <h2 id="shown">{t('site.search.shown')}</h2>
      <p>
        {t('site.search.shown.list', {
          version: by.version,
          entries: new Intl.NumberFormat(language).format(by.entries),
          names,
          count: by.signers.length,
          needed: by.needed,
        })}{' '}
        <When time={by.signed} exact />
      </p>
      <p>{t('site.search.shown.not')}</p>
    </section>
  );
}
