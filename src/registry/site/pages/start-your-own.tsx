import { alone, together } from '../commands.ts';
import { useSpeech, useTitle } from '../speech.tsx';
import type { WordKey } from '../words.ts';

const needs = ['members', 'server', 'people', 'clock'] as const;

/** `/start-your-own`: how to run one's own alliance. */
export function StartYourOwn() {
  const { t } = useSpeech();
  useTitle('site.own');
  return (
    <>
      <h1>{t('site.own')}</h1>
      <p class="lead">{t('site.own.lead')}</p>
      <section>
        <h2>{t('site.own.needs')}</h2>
        <ul class="rules">
          {needs.map((need) => (
            <li key={need}>{t(`site.own.needs.${need}`)}</li>
          ))}
        </ul>
      </section>
      <Commands title="site.own.alone" text="site.own.alone.text" lines={alone} />
      <Commands title="site.own.together" text="site.own.together.text" lines={together} />
      <section>
        <h2>{t('site.own.mirror')}</h2>
        <p>{t('site.own.mirror.text')}</p>
      </section>
    </>
  );
}

function Commands({ title, text, lines }: { title: WordKey; text: WordKey; lines: string }) {
  const { t } = useSpeech();
  return (
    <section>
      <h2>{t(title)}</h2>
      <p>{t(text)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard too */}
      <pre tabIndex={0}>{lines}</pre>
    </section>
  );
}
