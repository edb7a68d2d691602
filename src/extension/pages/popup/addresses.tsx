import { useState } from 'preact/hooks';
import type { FeedState, FoundAddress } from '../../messages.ts';
import { send } from '../../send.ts';
import { chainWord, kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { AddressText } from '../parts/address-text.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { EntryDetails } from '../parts/entry-details.tsx';
import { SignIcon } from '../parts/sign-icon.tsx';

/** How many addresses are shown before a person asks for the rest. */
const few = 5;

interface AddressesProps {
  readonly addresses: readonly FoundAddress[];
  readonly feeds: readonly FeedState[];
  readonly tabId: number;
}

/** The wallet addresses found on the page; the background sends the listed ones first. */
export function Addresses({ addresses, feeds, tabId }: AddressesProps) {
  const { t } = useSpeech();
  const [all, setAll] = useState(false);
  const shown = all ? addresses : addresses.slice(0, few);
  return (
    <section>
      <h2>{t('popup.addresses')}</h2>
      {addresses.length === 0 && <p class="quiet-text">{t('popup.addresses.none')}</p>}
      <ul class="addresses">
        {shown.map((found) => (
          <AddressLine key={found.key} found={found} feeds={feeds} tabId={tabId} />
        ))}
      </ul>
      {shown.length < addresses.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {t('popup.addresses.more', { count: addresses.length })}
        </button>
      )}
    </section>
  );
}

interface AddressLineProps extends Omit<AddressesProps, 'addresses'> {
  readonly found: FoundAddress;
}

function AddressLine({ found, feeds, tabId }: AddressLineProps) {
  const { t } = useSpeech();
  const { text, short, finding } = found;
  const chain = chainWord(found.chain);
  return (
    <li>
      <div class="address-line">
        {finding !== null && <SignIcon sign={finding.level} />}
        <div>
          <AddressText text={text} short={short} />
          <span class="chain">{chain === null ? found.chain : t(chain)}</span>
          <p class={`stands ${finding === null ? 'unlisted' : 'listed'}`}>
            {finding === null
              ? t('popup.addresses.unlisted')
              : t('popup.addresses.listed', { kind: t(kindWord(finding.kind)) })}
          </p>
        </div>
        <CopyButton found={found} tabId={tabId} />
      </div>
      {finding !== null && (
        <Disclosure title={t('popup.addresses.why')}>
          <EntryDetails finding={finding} feeds={feeds} tabId={tabId} />
        </Disclosure>
      )}
    </li>
  );
}

function CopyButton({ found: { text, short, finding }, tabId }: { found: FoundAddress; tabId: number }) {
  const { t } = useSpeech();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    // Else a paste of it would look like one of something the person never copied.
    await send('copies.add', { text, tabId });
  };
  const label = copied ? t('popup.copied') : t(finding === null ? 'popup.copy' : 'popup.copy.listed');
  return (
    <button type="button" class="small" onClick={() => copy().catch(() => {})}>
      {label}
      <span class="unseen"> {short}</span>
    </button>
  );
}
