import { useEffect, useState } from 'preact/hooks';
import { kinds } from '../../../core/entry.ts';
import { useSpeech } from '../speech.tsx';
import { kindWord, type WordKey } from '../words.ts';

/** Which cases the queue shows, as the page's own address has it and as the desk is asked. */
export type Filter = Readonly<Record<(typeof names)[number], string>>;

const names = ['state', 'kind', 'assigned', 'sort', 'q', 'after'] as const;
const first: Filter = { state: 'open', kind: '', assigned: '', sort: 'latest', q: '', after: '' };

export function filterOf(query: Readonly<Record<string, string>>): Filter {
  return {
    ...first,
    ...Object.fromEntries(names.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]]))),
  };
}

/** The page's address of a filter, without what the queue shows unasked. */
export function addressOf(filter: Filter): string {
  return queryOf(filter, first);
}

/** How the desk is asked for it. */
export function questionOf(filter: Filter): string {
  return queryOf(filter, { ...first, state: 'all', sort: '' });
}

/** A query without what is as it is anyway. */
function queryOf(filter: Filter, usual: Filter): string {
  return new URLSearchParams(
    names.flatMap((name) => (filter[name] === usual[name] ? [] : [[name, filter[name]]])),
  ).toString();
}

const choices = {
  state: [
    ['open', 'case.state.open'],
    ['listed', 'case.state.listed'],
    ['set_aside', 'case.state.set_aside'],
    ['all', 'filter.all'],
  ],
  assigned: [
    ['', 'filter.anybody'],
    ['me', 'filter.me'],
    ['nobody', 'filter.nobody'],
  ],
  sort: [
    ['latest', 'filter.latest'],
    ['first', 'filter.first'],
    ['reports', 'filter.reports'],
  ],
} as const satisfies Partial<Record<keyof Filter, readonly (readonly [string, WordKey])[]>>;

/** Chooses which cases are shown. */
export function FilterBar(props: { filter: Filter; change: (part: Partial<Filter>) => void }) {
  const { filter, change } = props;
  const { t } = useSpeech();
  return (
    <div class="filters">
      <Search value={filter.q} change={(q) => change({ q })} />
      {(['state', 'assigned', 'sort'] as const).map((name) => (
        <label key={name} class="field">
          <span>{t(`filter.${name}`)}</span>
          <select
            value={filter[name]}
            onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
          >
            {choices[name].map(([value, word]) => (
              <option key={value} value={value}>
                {t(word)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label class="field">
        <span>{t('filter.kind')}</span>
        <select value={filter.kind} onChange={({ currentTarget }) => change({ kind: currentTarget.value })}>
          <option value="">{t('filter.all')}</option>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(kindWord(kind))}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** What is typed is asked for with Enter, or when the field is left. */
function Search({ value, change }: { value: string; change: (value: string) => void }) {
  const { t } = useSpeech();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const search = () => {
    if (text.trim() !== value) change(text.trim());
  };
  return (
    <search>
      <form
        class="field search"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <label for="search">{t('filter.search')}</label>
        <input
          id="search"
          type="search"
          value={text}
          maxLength={200}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onBlur={search}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
      </form>
    </search>
  );
}
