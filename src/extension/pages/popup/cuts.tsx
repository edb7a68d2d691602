import { unicodeHost } from '../../../core/punycode.ts';
import type { Cut } from '../../messages.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';

/** What the gate kept out of the page, by the host it comes from. */
export function Cuts({ cuts }: { cuts: readonly Cut[] }) {
  const { t } = useSpeech();
  return (
    <section>
      <h2>{t('popup.cuts')}</h2>
      <ul class="cuts">
        {cuts.map(({ host, count, finding }) => (
          <li key={host}>
            <bdi>{unicodeHost(host)}</bdi>
            <p>{t('tab.by', { kind: t(kindWord(finding.kind)), feed: finding.feedName })}</p>
            <p class="quiet-text">{t('popup.cuts.count', { count })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
