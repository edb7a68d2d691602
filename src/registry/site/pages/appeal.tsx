import { whyPath } from '../../../core/site-address.ts';
import { visible } from '../../../core/visible.ts';
import { appealStatus } from '../appeals.ts';
import { theAlliance } from '../feed.ts';
import { keptAppeals } from '../kept.ts';
import { AppealShown } from '../parts/appeal-status.tsx';
import { KeyText } from '../parts/key-text.tsx';
import { ReceiptField } from '../parts/receipt-field.tsx';
import { Sent } from '../parts/sent.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useLoaded } from '../use-loaded.ts';

/** `/appeal/<receipt>`: what became of an appeal; `/appeal`: those that were sent from this browser. */
export function AppealPage({ rest = '' }: { rest?: string }) {
  const { t } = useSpeech();
  useTitle('site.nav.appeals');
  const receipt = rest.slice(1);
  return (
    <>
      <h1>{t('site.appeal.page')}</h1>
      {receipt === '' ? <Mine /> : <One key={receipt} receipt={receipt} />}
    </>
  );
}

function One({ receipt }: { receipt: string }) {
  const alliance = useLoaded('alliance', theAlliance);
  return (
    <Waiting on={alliance}>
      {(verified) => (
        <Sent id={receipt} verified={verified} load={() => appealStatus(receipt)}>
          {(status) => <AppealShown status={status} verified={verified} />}
        </Sent>
      )}
    </Waiting>
  );
}

function Mine() {
  const { t } = useSpeech();
  const appeals = keptAppeals();
  return (
    <>
      <p>{t('site.appeal.how')}</p>
      <h2>{t('site.appeal.mine')}</h2>
      {appeals.length === 0 && <p class="quiet-text">{t('site.appeal.mine.none')}</p>}
      <ul class="rows">
        {appeals.map(({ receipt, key, sent }) => (
          <li key={receipt}>
            <a href={`/appeal/${encodeURIComponent(receipt)}`}>
              <code>{visible(receipt)}</code>
            </a>
            <a href={`/${whyPath(key)}`}>
              <KeyText of={key} />
            </a>
            <When time={sent} exact />
          </li>
        ))}
      </ul>
      <h2>{t('site.receipt')}</h2>
      <ReceiptField page="appeal" />
    </>
  );
}
