import { siteOf } from '../../../core/site-address.ts';
import { visible } from '../../../core/visible.ts';
import { Refusal } from '../../refusal.ts';
import { useSpeech } from '../speech.tsx';
import { asError } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';
import type { WordKey } from '../words.ts';
import { Failed } from './waiting.tsx';

/** Why the registry did not take something; on a mirror, where it can be sent. */
export function Refused({ error, verified }: { error: unknown; verified?: Verified }) {
  const { t } = useSpeech();
  if (!(error instanceof Refusal)) return <Failed error={asError(error)} />;
  if (error.code === 'none' && verified !== undefined) {
    const site = siteOf(verified.alliance);
    return (
      <div class="failure" role="alert">
        <p>{t('site.refused.mirror')}</p>
        <p>
          <a href={site}>{visible(site)}</a>
        </p>
      </div>
    );
  }
  return (
    <div class="failure" role="alert">
      <p>{t(refusalOf(error))}</p>
      <p>
        <small>{t('site.failed.message', { message: visible(error.message) })}</small>
      </p>
    </div>
  );
}

function refusalOf({ code, status }: Refusal): WordKey {
  if (code === 'open') return 'site.appeal.already';
  if (code === 'unlisted') return 'site.appeal.unlisted';
  return status === 404 ? 'site.refused.unknown' : 'site.refused';
}
