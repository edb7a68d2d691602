import { useState } from 'preact/hooks';
import type { TabState } from '../../messages.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { AddressText, readKey, shortAddress } from '../parts/address-text.tsx';
import { SignIcon } from '../parts/sign-icon.tsx';

type Found = TabState['addresses'][number];

/** How many addresses are shown before a person asks for the rest. */
const few = 5;

/** The wallet addresses found on the page; the background sends the listed ones first. */
export function Addresses({ addresses }: { addresses: readonly Found[] }) {
  const { t } = useSpeech();
  const [all, setAll] = useState(false);
  const shown = all ? addresses : addresses.slice(0, few);
  return (
    <section>
      <h2>{t('popup.addresses')}</h2>
      {addresses.length === 0 && <p class="quiet-text">{t('popup.addresses.none')}</p>}
      <ul class="addresses">
        {shown.map((found) => (
          <AddressLine key={found.key} found={found} />
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

function AddressLine({ found }: { found: Found }) {
  const { t } = useSpeech();
  const { chain, address, word } = readKey(found.key);
  return (
    <li>
      {found.finding !== null && <SignIcon sign={found.finding.level} />}
      <div>
        <AddressText address={address} />
        <span class="chain">{word === null ? chain : t(word)}</span>
        <p class={`stands ${found.finding === null ? 'unlisted' : 'listed'}`}>
          {found.finding === null
            ? t('popup.addresses.unlisted')
            : t('popup.addresses.listed', { kind: t(kindWord(found.finding.kind)) })}
        </p>
      </div>
      <CopyButton address={address} listed={found.finding !== null} />
    </li>
  );
}

function CopyButton({ address, listed }: { address: string; listed: boolean }) {
  const { t } = useSpeech();
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(address).then(() => setCopied(true));
  const label = copied ? t('popup.copied') : t(listed ? 'popup.copy.listed' : 'popup.copy');
  return (
    <button type="button" class="small" onClick={() => copy().catch(() => {})}>
      {label}
      <span class="unseen"> {shortAddress(address)}</span>
    </button>
  );
}
