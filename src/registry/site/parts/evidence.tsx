import { useState } from 'preact/hooks';
import { unicodeHost } from '../../../core/punycode.ts';
import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../speech.tsx';

/** Links to evidence: text, until somebody asks where one leads. */
export function Evidence({ links }: { links: readonly string[] }) {
  return (
    <ul class="evidence">
      {links.map((link) => (
        <EvidenceLink key={link} link={link} />
      ))}
    </ul>
  );
}

function EvidenceLink({ link }: { link: string }) {
  const { t } = useSpeech();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <li>
        <button type="button" class="link" aria-expanded="false" onClick={() => setAsked(true)}>
          <bdi>{visible(link)}</bdi>
        </button>
      </li>
    );
  }
  return (
    <li class="notice">
      <p>{t('site.evidence.leads')}</p>
      <p class="key">
        <bdi>{visible(link)}</bdi>
      </p>
      <Host link={link} />
      <p>
        <a href={link} target="_blank" rel="noopener noreferrer nofollow">
          {t('site.evidence.open')}
        </a>
      </p>
    </li>
  );
}

function Host({ link }: { link: string }) {
  const { t } = useSpeech();
  const { hostname } = new URL(link);
  const unicode = unicodeHost(hostname);
  return (
    <p>
      {t('site.evidence.host')} <b class="key">{visible(unicode)}</b>
      {unicode !== hostname && <span class="spelling">{t('stop.spelling', { host: hostname })}</span>}
    </p>
  );
}
