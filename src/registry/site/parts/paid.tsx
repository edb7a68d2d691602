import { useSpeech } from '../speech.tsx';

const steps = ['stop.paid.1', 'stop.paid.2', 'stop.paid.3', 'stop.paid.4', 'stop.paid.5'] as const;
const regions = ['cn', 'hk', 'tw', 'sg', 'us', 'gb', 'other'] as const;

/** What to do after paying, and whom to call. */
export function Paid() {
  const { t } = useSpeech();
  return (
    <section aria-labelledby="paid">
      <h2 id="paid">{t('stop.paid')}</h2>
      <div class="halves">
        <ol>
          {steps.map((step) => (
            <li key={step}>{t(step)}</li>
          ))}
        </ol>
        <dl class="facts">
          {regions.map((region) => (
            <div key={region}>
              <dt>{t(`stop.help.${region}`)}</dt>
              <dd>{t(`stop.help.${region}.text`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
