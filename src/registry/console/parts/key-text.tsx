import { unicodeHost } from '../../../core/punycode.ts';
import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../speech.tsx';

/** A key as text, never a link: as people read it, and in the browser's spelling where that is another. */
export function KeyText({ of }: { of: string }) {
  const { t } = useSpeech();
  const key = of.startsWith('?') ? of.slice(1) : of;
  const shown = key.includes(':') ? key : readable(key);
  return (
    <span class="key">
      <bdi>{visible(shown)}</bdi>
      {shown !== key && <span class="spelling">{t('stop.spelling', { host: visible(key) })}</span>}
    </span>
  );
}

function readable(key: string): string {
  const end = key.indexOf('/');
  const host = end === -1 ? key : key.slice(0, end);
  return unicodeHost(host) + key.slice(host.length);
}
