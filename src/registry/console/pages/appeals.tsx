import { useState } from 'preact/hooks';
import type { AppealRow } from '../../desk/api.ts';
import { useEvents } from '../events.ts';
import { Answer } from '../parts/asked.tsx';
import { Clock } from '../parts/clock.tsx';
import { KeyText } from '../parts/key-text.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';

const states = ['open', 'upheld', 'dismissed'] as const;

/** Appeals and their clocks. */
export function AppealsPage() {
  const { t } = useSpeech();
  useTitle('nav.appeals');
  const [state, setState] = useState<AppealRow['state']>('open');
  const asked = useAsked<{ appeals: readonly AppealRow[] }>(`appeals?state=${state}`);
  useEvents(({ what }) => what === 'appeal' && asked.again());
  return (
    <>
      <h1>{t('nav.appeals')}</h1>
      <p class="lead">{t('appeals.lead')}</p>
      <div class="filters">
        <label class="field">
          <span>{t('filter.state')}</span>
          <select
            value={state}
            onChange={({ currentTarget }) => setState(currentTarget.value as AppealRow['state'])}
          >
            {states.map((one) => (
              <option key={one} value={one}>
                {t(`appeal.state.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Answer of={asked}>
        {({ appeals }) => (
          <>
            {appeals.length === 0 && <p class="empty">{t('appeals.none')}</p>}
            <ol class="rows">
              {appeals.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </ol>
          </>
        )}
      </Answer>
    </>
  );
}

function Row({ row }: { row: AppealRow }) {
  const { t } = useSpeech();
  return (
    <li class="row appeal-row">
      <div class="row-what">
        <a class="row-link" href={`/console/appeals/${row.id}`}>
          <KeyText of={row.key} />
        </a>
        <p>
          <small>
            {t('appeal.received')} <When time={row.received} />
          </small>
        </p>
      </div>
      <Clock of={row} />
    </li>
  );
}
