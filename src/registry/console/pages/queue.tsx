import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { CasePage } from '../../desk/api.ts';
import { tell } from '../client.ts';
import { useDesk } from '../desk.tsx';
import { useEvents } from '../events.ts';
import { queue } from '../marked.ts';
import { Answer } from '../parts/asked.tsx';
import { CaseLine } from '../parts/case-line.tsx';
import { Failed } from '../parts/failed.tsx';
import { addressOf, type Filter, FilterBar, filterOf, questionOf } from '../parts/filter-bar.tsx';
import { ListedEntries } from '../parts/listed-entries.tsx';
import { useAct } from '../parts/use-act.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useSpeech, useTitle } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';
import { useSteady } from '../use-steady.ts';

/** The queue of cases. */
export function QueuePage() {
  const { t } = useSpeech();
  useTitle('nav.queue');
  const { query, route, url } = useLocation();
  const filter = filterOf(query);
  const asked = useAsked<CasePage>(`cases?${questionOf(filter)}`);
  queue.address = url;
  const change = (part: Partial<Filter>) => route(`/console?${addressOf({ ...filter, after: '', ...part })}`);
  return (
    <>
      <h1>{t('nav.queue')}</h1>
      <FilterBar filter={filter} change={change} />
      {filter.q !== '' && <ListedEntries q={filter.q} />}
      <Answer of={asked}>
        {(page) => (
          <Cases
            key={JSON.stringify(filter)}
            page={page}
            again={asked.again}
            isFirst={filter.after === ''}
            turn={(after) => route(`/console?${addressOf({ ...filter, after })}`)}
          />
        )}
      </Answer>
    </>
  );
}

function Cases(props: {
  page: CasePage;
  isFirst: boolean;
  again: () => void;
  turn: (after: string) => void;
}) {
  const { page, isFirst, again, turn } = props;
  const { t } = useSpeech();
  const { rows, news, show } = useSteady(page);
  const list = useRef<HTMLOListElement>(null);
  const act = useAct();
  const marks = useMarks();
  useLive(again);
  const assign = (id: number, to: string | null) =>
    act.run(async () => {
      await tell(`cases/${id}/assign`, { to });
      again();
    });
  useRowKeys(list, { rows, assign, mark: marks.toggle });
  useEffect(() => {
    queue.order = rows.map(({ id }) => id);
  }, [rows]);
  return (
    <>
      <p class="queue-count" role="status">
        {t('queue.total', { total: page.total })}
        {news > 0 && (
          <button type="button" class="small" onClick={show}>
            {t('queue.news', { count: news })}
          </button>
        )}
      </p>
      {marks.marked.size > 0 && (
        <p class="notice marked">
          {t('queue.marked', { count: marks.marked.size })} <a href="/console/batch">{t('queue.toBatch')}</a>{' '}
          <button type="button" class="link" onClick={marks.clear}>
            {t('queue.unmark')}
          </button>
        </p>
      )}
      {act.error && <Failed error={act.error} />}
      {rows.length === 0 && <p class="empty">{t('queue.empty')}</p>}
      <ol class="rows" ref={list}>
        {rows.map((row) => (
          <CaseLine
            key={row.id}
            row={row}
            isMarked={marks.marked.has(row.id)}
            mark={() => marks.toggle(row.id, row.key)}
          />
        ))}
      </ol>
      <p class="actions">
        {!isFirst && (
          <button type="button" onClick={() => history.back()}>
            {t('queue.previous')}
          </button>
        )}
        {page.next !== null && (
          <button type="button" onClick={() => turn(page.next!)}>
            {t('queue.next')}
          </button>
        )}
      </p>
    </>
  );
}

/** Asks again a moment after something has changed, however much it is. */
function useLive(again: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEvents(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      again();
    }, 500);
  });
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
}

function useMarks() {
  const [marked, setMarked] = useState(queue.marked);
  const put = (next: ReadonlyMap<number, string>) => {
    queue.marked = next;
    setMarked(next);
  };
  return {
    marked,
    clear: () => put(new Map()),
    toggle: (id: number, key: string) => {
      const next = new Map(marked);
      if (!next.delete(id)) next.set(id, key);
      put(next);
    },
  };
}

/** The cursor is the focus: j and k move it along the rows' links, Enter is the link's own. */
function useRowKeys(list: { current: HTMLOListElement | null }, { rows, assign, mark }: RowWork): void {
  const { me } = useDesk();
  const links = () => [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.row-link') ?? [])];
  const at = () => links().findIndex((link) => link.closest('li')?.contains(document.activeElement));
  const move = (step: number) => {
    const all = links();
    all[Math.min(Math.max(at() + step, 0), all.length - 1)]?.focus();
  };
  const here = () => rows[at()];
  const next = () => move(1);
  const previous = () => move(-1);
  useShortcuts({
    j: next,
    ArrowDown: next,
    k: previous,
    ArrowUp: previous,
    x: () => {
      const row = here();
      if (row) mark(row.id, row.key);
    },
    a: () => {
      const row = here();
      if (row && me.role !== 'observer') assign(row.id, row.assigned === me.key ? null : me.key);
    },
    '/': () => document.querySelector<HTMLInputElement>('#search')?.focus(),
  });
}

interface RowWork {
  readonly rows: CasePage['cases'];
  assign(id: number, to: string | null): void;
  mark(id: number, key: string): void;
}
