import { unicodeHost } from '../../../core/punycode.ts';
import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../speech.tsx';

/** A key as text, never a link; a host that reads otherwise than the browser spells it in both spellings. */
export function KeyText({ of }: { of: string }) {
  const { t } = useSpeech();
  const shown = of.includes(':') ? of : readable(of);
  return (
    <span class="key">
      <bdi>{visible(shown)}</bdi>
      {shown !== of && (
        <span class="spelling">
          <bdi>{t('stop.spelling', { host: visible(of) })}</bdi>
        </span>
      )}
    </span>
  );
}

function readable(key: string): string {
  const end = key.indexOf('/');
  const host = end === -1 ? key : key.slice(0, end);
  return unicodeHost(host) + key.slice(host.length);
}
