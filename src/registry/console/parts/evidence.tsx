import { useState } from 'preact/hooks';
import { unicodeHost } from '../../../core/punycode.ts';
import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../speech.tsx';

/** Links to evidence: text, until somebody asks where one leads. */
export function Evidence({ links }: { links: readonly string[] }) {
  if (links.length === 0) return null;
  return (
    <ul class="evidence">
      {links.map((link) => (
        <li key={link}>
          <Link to={link} />
        </li>
      ))}
    </ul>
  );
}

function Link({ to }: { to: string }) {
  const { t } = useSpeech();
  const [isAsked, setAsked] = useState(false);
  const target = URL.parse(to);
  return (
    <>
      <button type="button" class="link" aria-expanded={isAsked} onClick={() => setAsked(!isAsked)}>
        {visible(to)}
      </button>
      {isAsked && target !== null && (
        <p class="notice">
          {t('evidence.leads', { host: visible(unicodeHost(target.hostname)), spelling: target.hostname })}{' '}
          <a href={to} target="_blank" rel="noopener noreferrer nofollow">
            {t('evidence.open')}
          </a>
        </p>
      )}
    </>
  );
}
