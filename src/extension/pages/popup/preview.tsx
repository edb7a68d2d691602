import { useEffect, useState } from 'preact/hooks';

import { readableJson, visible } from '../../../core/visible.ts';
import type { Reply, TabState } from '../../messages.ts';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';
import { type Draft, pictureOf, previewRequest } from './draft.ts';

/** How long a person's typing rests before the preview follows, in milliseconds. */
const rest = 150;

type Prepared = Reply<'report.preview'>;

/** `ready` only while what is shown is what the form says; before that nothing can be sent. */
export interface PreviewState {
  readonly state: 'empty' | 'loading' | 'ready' | 'failed';
  readonly prepared: Prepared | null;
}

interface Asked {
  readonly request: ReturnType<typeof previewRequest>;
  readonly contact: string;
  readonly recipient: string | null;
}

/** Asks the background for the report that would be sent, anew after every change of the form. */
export function usePreview(draft: Draft, tab: TabState, tabId: number): PreviewState {
  const [preview, setPreview] = useState<PreviewState & { of: string }>(nothing);
  const recipient = tab.contact?.recipient ?? null;
  const contact = draft.contact.trim();
  const asked: Asked = { request: previewRequest(draft, tabId), contact, recipient };
  const body = JSON.stringify(asked);
  useEffect(() => {
    let current = true;
    const show = (state: PreviewState) => current && setPreview({ ...state, of: body });
    const timer = setTimeout(() => {
      prepare(JSON.parse(body)).then(
        (prepared) => show({ state: 'ready', prepared }),
        () => show({ state: 'failed', prepared: null }),
      );
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [body]);
  if (asked.request.subject === '') return nothing;
  return preview.of === body ? preview : { state: 'loading', prepared: preview.prepared };
}

const nothing = { state: 'empty', prepared: null, of: '' } as const;

/** The contact is sealed here, so that it goes no further as it was written. */
async function prepare({ request, contact, recipient }: Asked): Promise<Prepared> {
  if (contact === '' || recipient === null) return send('report.preview', request);
  // Fetched only by who leaves a contact: the seal is as large as all the rest of the popup.
  const { sealContact } = await import('../../../core/contact.ts');
  return send('report.preview', { ...request, contact: await sealContact(contact, recipient) });
}

interface PreviewProps {
  readonly preview: PreviewState;
  readonly draft: Draft;
  readonly tab: TabState;
}

/** Shows exactly what would be sent, and to whom. */
export function Preview({ preview, draft, tab }: PreviewProps) {
  const { t } = useSpeech();
  const { state, prepared } = preview;
  if (state === 'empty') return <p class="quiet-text">{t('report.preview.empty')}</p>;
  if (state === 'failed') return <p role="alert">{t('report.preview.failed')}</p>;
  if (prepared === null) return <p role="status">{t('report.preview.loading')}</p>;
  const title = t('report.preview', { host: URL.parse(prepared.to)?.host ?? prepared.to });
  const contact = visible(draft.contact.trim());
  const picture = pictureOf(draft);
  return (
    <figure class="preview" aria-busy={state === 'loading'}>
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section tabIndex={0} aria-label={title}>
        <pre>{readableJson(prepared.report)}</pre>
      </section>
      {tab.contact !== null && contact !== '' && (
        <p>{t('report.preview.contact', { alliance: tab.contact.name, contact })}</p>
      )}
      {picture !== null && <p>{t('report.preview.picture', { size: kilobytes(picture) })}</p>}
    </figure>
  );
}

/** Of what stands in a `data:` address: four characters of base64 are three bytes. */
const kilobytes = (address: string): number => Math.ceil((address.length * 3) / 4 / 1_000);
