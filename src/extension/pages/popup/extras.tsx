import { useState } from 'preact/hooks';
import { limits } from '../../../core/limits.ts';
import type { TabState } from '../../messages.ts';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Failure } from '../parts/failure.tsx';
import { type Draft, pageChoice } from './draft.ts';

interface ExtrasProps {
  readonly tab: TabState;
  readonly tabId: number;
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
}

const day = 24 * 60 * 60_000;

/** What most people leave out: a picture of the page, and how they can be reached. */
export function Extras({ tab, tabId, draft, change }: ExtrasProps) {
  const { t } = useSpeech();
  // Of a stopped site there is only the stop page to see.
  const canPicture = draft.choice === pageChoice && tab.verdict !== 'stop';
  if (!canPicture && tab.contact === null) return null;
  return (
    <Disclosure title={t('report.more')}>
      {canPicture && (
        <PictureField
          tabId={tabId}
          picture={draft.picture}
          change={(picture) => change({ ...draft, picture })}
        />
      )}
      {tab.contact !== null && (
        <ContactField
          alliance={tab.contact.name}
          contact={draft.contact}
          change={(contact) => change({ ...draft, contact })}
        />
      )}
    </Disclosure>
  );
}

interface PictureFieldProps {
  readonly tabId: number;
  readonly picture: string | null;
  readonly change: (picture: string | null) => void;
}

function PictureField({ tabId, picture, change }: PictureFieldProps) {
  const { t } = useSpeech();
  const [state, setState] = useState<'idle' | 'taking' | 'failed'>('idle');
  const take = async () => {
    setState('taking');
    try {
      change((await send('report.picture', { tabId })).picture);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <fieldset class="field">
      <legend>{t('report.picture')}</legend>
      <small>{t('report.picture.hint')}</small>
      {picture !== null && <img class="report-picture" src={picture} alt={t('report.picture.alt')} />}
      {state === 'failed' && <Failure text={t('report.picture.failed')} />}
      {picture === null ? (
        <button type="button" disabled={state === 'taking'} onClick={take}>
          {t(state === 'taking' ? 'report.picture.taking' : 'report.picture.take')}
        </button>
      ) : (
        <button type="button" onClick={() => change(null)}>
          {t('report.picture.remove')}
        </button>
      )}
    </fieldset>
  );
}

interface ContactFieldProps {
  readonly alliance: string;
  readonly contact: string;
  readonly change: (contact: string) => void;
}

function ContactField({ alliance, contact, change }: ContactFieldProps) {
  const { t } = useSpeech();
  return (
    <label class="field">
      {t('report.contact')}
      <input
        type="text"
        maxLength={limits.contactText}
        aria-describedby="contact-hint"
        autocomplete="email"
        value={contact}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      <small id="contact-hint">
        {t('report.contact.hint', { alliance, days: limits.contactLife / day })}
      </small>
    </label>
  );
}
