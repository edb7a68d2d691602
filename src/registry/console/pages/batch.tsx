import { useState } from 'preact/hooks';
import type { Batch } from '../../../core/leaf.ts';
import { visible } from '../../../core/visible.ts';
import type { PreviewLine } from '../../desk/api.ts';
import { type BatchBody, batchOver, bodyOf } from '../../voting/statement.ts';
import { sendBody, sendVote, tell } from '../client.ts';
import { useDesk } from '../desk.tsx';
import { queue } from '../marked.ts';
import { opinionOf, problemOf } from '../opinion.ts';
import { Failed } from '../parts/failed.tsx';
import { OpinionForm } from '../parts/opinion-form.tsx';
import { PreviewTable } from '../parts/preview-table.tsx';
import { SignDialog } from '../parts/sign-dialog.tsx';
import { useAct } from '../parts/use-act.ts';
import { useSpeech, useTitle } from '../speech.tsx';
import { useDraft } from '../use-draft.ts';

/** Lines that the desk looks at in one request. */
const LINES = 1_000;

/** One statement over many keys: typed or marked, looked at line by line, signed once. */
export function BatchPage() {
  const { t } = useSpeech();
  useTitle('batch.title');
  const { me } = useDesk();
  const [text, setText] = useState(() => [...queue.marked.values()].join('\n'));
  const [lines, setLines] = useState<readonly PreviewLine[] | null>(null);
  const act = useAct();
  const typed = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const preview = () => act.run(async () => setLines(await previewOf(typed)));
  return (
    <>
      <h1>{t('batch.title')}</h1>
      <p class="lead">{t('batch.lead')}</p>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          preview();
        }}
      >
        <label class="field">
          <span>{t('batch.keys')}</span>
          <textarea
            rows={8}
            spellcheck={false}
            class="keys"
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
              setLines(null);
            }}
          />
        </label>
        {act.error && <Failed error={act.error} />}
        <button
          type="submit"
          class={lines === null ? 'filled' : ''}
          disabled={act.isBusy || typed.length === 0}
        >
          {t('batch.preview', { count: typed.length })}
        </button>
      </form>
      {lines !== null && <PreviewTable lines={lines} />}
      {lines !== null && me.member !== null && <BatchBallot keys={keysOf(lines)} member={me.member.id} />}
      {me.member === null && <p class="notice">{t('vote.observer')}</p>}
    </>
  );
}

async function previewOf(texts: readonly string[]): Promise<readonly PreviewLine[]> {
  const lines: PreviewLine[] = [];
  for (let at = 0; at < texts.length; at += LINES) {
    const part = await tell<{ lines: readonly PreviewLine[] }>('preview', {
      keys: texts.slice(at, at + LINES),
    });
    lines.push(...part.lines);
  }
  return lines;
}

/** Every key once. A line that was refused has no part in it. */
function keysOf(lines: readonly PreviewLine[]): string[] {
  return [...new Set(lines.flatMap(({ key, refusal }) => (key !== null && refusal === null ? [key] : [])))];
}

function BatchBallot({ keys, member }: { keys: readonly string[]; member: string }) {
  const { t } = useSpeech();
  const { me } = useDesk();
  const { draft, change, forget } = useDraft('batch', {});
  const [made, setMade] = useState<{ statement: Batch; body: BatchBody } | null>(null);
  const [leaf, setLeaf] = useState<number | null>(null);
  const act = useAct();
  const by = { member, origin: me.alliance.origin };
  const show = async () => {
    const opinion = opinionOf({ ...draft, emergency: false });
    const body = await bodyOf(keys, opinion);
    setMade({ body, statement: batchOver(by, body, keys.length, opinion, new Date()) });
  };
  const send = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { sha256, text } = made!.body;
    await sendBody(sha256, text, bytes);
    const place = await sendVote(bytes);
    setMade(null);
    setLeaf(place);
    forget();
    queue.marked = new Map();
  };
  return (
    <form
      class="card vote"
      onSubmit={(event) => {
        event.preventDefault();
        act.run(show);
      }}
    >
      <h2>{t('batch.vote', { count: keys.length })}</h2>
      {leaf !== null && (
        <p class="done" role="status">
          {t('batch.done', { leaf, count: keys.length })}
        </p>
      )}
      <OpinionForm draft={draft} change={change} isBatch />
      {act.error && <Failed error={act.error} />}
      <button
        type="submit"
        class="filled"
        disabled={act.isBusy || keys.length === 0 || problemOf(draft) !== null}
      >
        {t('vote.review')}
      </button>
      {made && (
        <SignDialog statement={made.statement} send={send} onClose={() => setMade(null)}>
          <details>
            <summary>{t('batch.body')}</summary>
            <pre class="statement">{visible(new TextDecoder().decode(made.body.text).slice(0, 2_000))}</pre>
          </details>
        </SignDialog>
      )}
    </form>
  );
}
