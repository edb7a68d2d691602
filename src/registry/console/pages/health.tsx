import { visible } from '../../../core/visible.ts';
import type { DeskHealth } from '../../desk/api.ts';
import { useNames } from '../desk.tsx';
import { useEvents } from '../events.ts';
import { Answer } from '../parts/asked.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';

/** How the registry stands: the release that is out, who signs, and what somebody should see to. */
export function HealthPage() {
  const { t } = useSpeech();
  useTitle('nav.health');
  const asked = useAsked<DeskHealth>('health');
  useEvents(({ what }) => (what === 'release' || what === 'vote') && asked.again());
  return (
    <>
      <h1>{t('nav.health')}</h1>
      <Answer of={asked}>{(health) => <Shown health={health} />}</Answer>
    </>
  );
}

function Shown({ health }: { health: DeskHealth }) {
  const { t, language } = useSpeech();
  const { release, root, pending, warnings } = health;
  return (
    <>
      {warnings.length === 0 ? (
        <p class="done">{t('health.good')}</p>
      ) : (
        <ul class="notice">
          {warnings.map((warning) => (
            <li key={warning} lang="en">
              {visible(warning)}
            </li>
          ))}
        </ul>
      )}
      <dl class="facts card">
        <div>
          <dt>{t('health.release')}</dt>
          <dd>
            {release === null ? (
              t('health.none')
            ) : (
              <>
                {t('health.version', {
                  version: release.version,
                  entries: release.entries.toLocaleString(language),
                })}{' '}
                · <When time={release.signed} />
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('health.pending')}</dt>
          <dd>{pending.toLocaleString(language)}</dd>
        </div>
        <div>
          <dt>{t('health.root')}</dt>
          <dd>
            {t('health.root.version', { version: root.version })} <When time={root.expires} />
          </dd>
        </div>
      </dl>
      <Cosigners health={health} />
    </>
  );
}

function Cosigners({ health: { cosigners, needed } }: { health: DeskHealth }) {
  const { t } = useSpeech();
  const { member } = useNames();
  const signed = cosigners.filter((one) => one.signed).length;
  return (
    <section>
      <h2>{t('health.cosigners')}</h2>
      <p>{t('health.signed', { signed, needed })}</p>
      <ul class="plain lines">
        {cosigners.map((one) => (
          <li key={one.member}>
            <span>
              <b>{member(one.member)}</b>{' '}
              <span class={one.signed ? 'badge list-ok' : 'badge'}>
                {t(one.signed ? 'health.hasSigned' : 'health.hasNot')}
              </span>
            </span>
            <small>
              {one.last ? (
                <>
                  {t('health.last')} <When time={one.last} ago />
                </>
              ) : (
                t('health.never')
              )}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
