import type { CaseShown } from '../../desk/api.ts';
import { useSpeech } from '../speech.tsx';
import { kindWord } from '../words.ts';
import { KeyText } from './key-text.tsx';
import { ReportCount } from './report-count.tsx';
import { StateBadge } from './state.tsx';
import { When } from './when.tsx';

/** What is known around a case: addresses on its pages, names that look like it, other cases, appeals. */
export function Around({ of }: { of: CaseShown }) {
  const { t } = useSpeech();
  return (
    <>
      {of.addresses.length > 0 && (
        <section>
          <h2>{t('case.addresses')}</h2>
          <ul class="plain lines">
            {of.addresses.map(({ key, listed, cases }) => (
              <li key={key}>
                <KeyText of={key} />
                <small>
                  {listed ? (
                    <b class="listed">{t('case.listedAs', { kind: t(kindWord(listed)) })}</b>
                  ) : (
                    t('case.unlisted')
                  )}
                  {cases > 1 && <> · {t('case.inCases', { count: cases })}</>}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {of.similar.length > 0 && (
        <section>
          <h2>{t('case.similar')}</h2>
          <ul class="plain lines">
            {of.similar.map(({ key, kind }) => (
              <li key={key}>
                <KeyText of={key} />
                <small>{t('case.listedAs', { kind: t(kindWord(kind)) })}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {of.related.length > 0 && <Related of={of.related} />}
      {of.appeals.length > 0 && <Appeals of={of.appeals} />}
    </>
  );
}

function Related({ of }: { of: CaseShown['related'] }) {
  const { t } = useSpeech();
  return (
    <section>
      <h2>{t('case.related')}</h2>
      <ul class="plain lines">
        {of.map((one) => (
          <li key={one.id}>
            <a href={`/console/cases/${one.id}`}>
              <KeyText of={one.key} />
            </a>
            <small>
              <StateBadge state={one.state} reason={null} /> <ReportCount of={one.reports} /> ·{' '}
              <When time={one.latest} ago />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Appeals({ of }: { of: CaseShown['appeals'] }) {
  const { t } = useSpeech();
  return (
    <section>
      <h2>{t('nav.appeals')}</h2>
      <ul class="plain lines">
        {of.map(({ id, received, state }) => (
          <li key={id}>
            <a href={`/console/appeals/${id}`}>
              <When time={received} />
            </a>
            <small>{t(`appeal.state.${state}`)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
