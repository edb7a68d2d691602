import { limits } from '../../../core/limits.ts';
import type { TabState } from '../../messages.ts';
import { useSpeech } from '../language.tsx';
import { choose, type Draft, otherChoice, pageChoice, pageSubject } from './draft.ts';

interface SubjectFieldProps {
  readonly tab: TabState;
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
}

/** What is reported: the page, an address found on it, or anything a person writes; always shown in full. */
export function SubjectField({ tab, draft, change }: SubjectFieldProps) {
  const { t } = useSpeech();
  return (
    <>
      <label class="field">
        {t('report.what')}
        <select
          value={draft.choice}
          onChange={({ currentTarget }) => change(choose(draft, currentTarget.value, tab))}
        >
          {pageSubject(tab.url) !== '' && <option value={pageChoice}>{t('report.what.page')}</option>}
          {tab.addresses.map(({ key, short }) => (
            <option key={key} value={key}>
              {short}
            </option>
          ))}
          <option value={otherChoice}>{t('report.what.other')}</option>
        </select>
      </label>
      <label class="field">
        {t('report.subject')}
        <textarea
          class="subject"
          rows={2}
          maxLength={limits.urlLength}
          aria-describedby={draft.choice === pageChoice ? 'subject-hint' : undefined}
          value={draft.subject}
          spellcheck={false}
          onInput={({ currentTarget }) => change({ ...draft, subject: currentTarget.value })}
        />
        {draft.choice === pageChoice && <small id="subject-hint">{t('report.subject.hint')}</small>}
      </label>
    </>
  );
}
