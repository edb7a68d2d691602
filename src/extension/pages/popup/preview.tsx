import { useEffect, useState } from 'preact/hooks';
import { readableJson } from '../../../core/visible.ts';
import type { Reply, Request } from '../../messages.ts';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';

/** How long a person's typing rests before the preview follows, in milliseconds. */
const rest = 150;

type Prepared = Reply<'report.preview'>;

/** `ready` only while what is shown is what the form says; before that nothing can be sent. */
export interface PreviewState {
  readonly state: 'empty' | 'loading' | 'ready' | 'failed';
  readonly prepared: Prepared | null;
}

/** Asks the background for the report that would be sent, anew after every change of the form. */
export function usePreview(request: Request<'report.preview'>): PreviewState {
  const [preview, setPreview] = useState<PreviewState & { of: string }>(nothing);
  const body = JSON.stringify(request);
  useEffect(() => {
    let current = true;
    const show = (state: PreviewState) => current && setPreview({ ...state, of: body });
    const timer = setTimeout(() => {
      send('report.preview', JSON.parse(body)).then(
        (prepared) => show({ state: 'ready', prepared }),
        () => show({ state: 'failed', prepared: null }),
      );
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [body]);
  if (request.subject === '') return nothing;
  return preview.of === body ? preview : { state: 'loading', prepared: preview.prepared };
}

const nothing = { state: 'empty', prepared: null, of: '' } as const;

/** Shows exactly what would be sent, and to whom. */
export function Preview({ preview }: { preview: PreviewState }) {
  const { t } = useSpeech();
  const { state, prepared } = preview;
  if (state === 'empty') return <p class="quiet-text">{t('report.preview.empty')}</p>;
  if (state === 'failed') return <p role="alert">{t('report.preview.failed')}</p>;
  if (prepared === null) return <p role="status">{t('report.preview.loading')}</p>;
  const title = t('report.preview', { host: URL.parse(prepared.to)?.host ?? prepared.to });
  return (
    <figure class="preview" aria-busy={state === 'loading'}>
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section tabIndex={0} aria-label={title}>
        <pre>{readableJson(prepared.report)}</pre>
      </section>
    </figure>
  );
}
