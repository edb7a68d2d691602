import { useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { limits } from '../../../core/limits.ts';
import { useSpeech } from '../speech.tsx';

/**
 * Where a site or an address is typed. What is typed goes behind the `#` of the next page's address, which browsers send to
 * nobody.
 */
export function SearchBox({ typed = '' }: { typed?: string }) {
  const { t } = useSpeech();
  const { route } = useLocation();
  const id = useId();
  const [text, setText] = useState(typed);
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== '') route(`/search#${encodeURIComponent(text.trim())}`);
  };
  return (
    <search>
      <form class="search" onSubmit={submit}>
        <label for={id}>{t('site.search.label')}</label>
        <div class="search-row">
          <input
            id={id}
            type="text"
            inputMode="url"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={limits.urlLength}
            aria-describedby={`${id}-hint`}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button type="submit" class="filled">
            {t('site.search.button')}
          </button>
        </div>
        <p class="quiet-text" id={`${id}-hint`}>
          {t('site.search.hint')}
        </p>
      </form>
    </search>
  );
}
