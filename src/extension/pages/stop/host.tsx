import { unicodeHost } from '../../../core/punycode.ts';
import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../language.tsx';

/**
 * The host of a stopped site, as people read it and, where that differs, as the browser spells it. The part that
 * one party registered is bold; it is text and never a link.
 */
export function Host({ host, registrable }: { host: string; registrable: string }) {
  const { t } = useSpeech();
  const unicode = unicodeHost(host);
  const labels = registrable.split('.').length;
  return (
    <p class="host" id="host">
      <span class="unseen">{t('stop.site')} </span>
      <bdi>
        {host.endsWith(registrable) ? <Parts host={unicode} labels={labels} /> : <b>{visible(unicode)}</b>}
      </bdi>
      {unicode !== host && (
        <span class="spelling">
          <bdi>{t('stop.spelling', { host })}</bdi>
        </span>
      )}
    </p>
  );
}

function Parts({ host, labels }: { host: string; labels: number }) {
  const all = host.split('.');
  const below = all.slice(0, -labels);
  return (
    <>
      {below.length > 0 && `${visible(below.join('.'))}.`}
      <b>{visible(all.slice(-labels).join('.'))}</b>
    </>
  );
}
