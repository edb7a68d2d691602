import type { Found } from '../../desk/api.ts';
import { useSpeech } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';
import { kindWord } from '../words.ts';
import { Answer } from './asked.tsx';
import { KeyText } from './key-text.tsx';
import { When } from './when.tsx';

/** What is on the list of what somebody searches for. */
export function ListedEntries({ q }: { q: string }) {
  const { t } = useSpeech();
  const asked = useAsked<Found>(`search?${new URLSearchParams({ q })}`);
  return (
    <Answer of={asked}>
      {({ entries }) =>
        entries.length > 0 && (
          <details class="card" open={entries.length <= 3}>
            <summary>{t('search.entries', { count: entries.length })}</summary>
            <ul class="plain lines">
              {entries.map(({ key, kind, level, added }) => (
                <li key={key}>
                  <KeyText of={key} />
                  <small>
                    {t('case.listedAs', { kind: t(kindWord(kind)) })}{' '}
                    {level === 'caution' && `· ${t('opinion.caution')}`} · <When time={added} />
                  </small>
                </li>
              ))}
            </ul>
          </details>
        )
      }
    </Answer>
  );
}
