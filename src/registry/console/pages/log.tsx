import { useState } from 'preact/hooks';
import { parseLeaf, type Said } from '../../../core/leaf.ts';
import { readableJson, visible } from '../../../core/visible.ts';
import type { LeafShown } from '../../desk/api.ts';
import { useNames } from '../desk.tsx';
import { Answer } from '../parts/asked.tsx';
import { Reason } from '../parts/votes.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';
import { kindWord } from '../words.ts';

interface Leaves {
  readonly leaves: readonly LeafShown[];
  readonly size: number;
}

/** The alliance's public log, newest first. */
export function LogPage() {
  const { t } = useSpeech();
  useTitle('nav.log');
  const [before, setBefore] = useState<number | null>(null);
  const asked = useAsked<Leaves>(before === null ? 'log' : `log?before=${before}`);
  return (
    <>
      <h1>{t('nav.log')}</h1>
      <Answer of={asked}>
        {({ leaves, size }) => (
          <>
            <p class="lead">{t('log.lead', { size })}</p>
            <ol class="plain log">
              {leaves.map((leaf) => (
                <OneLeaf key={leaf.index} leaf={leaf} />
              ))}
            </ol>
            <p class="actions">
              {before !== null && (
                <button type="button" onClick={() => setBefore(null)}>
                  {t('log.newest')}
                </button>
              )}
              {(leaves.at(-1)?.index ?? 0) > 0 && (
                <button type="button" onClick={() => setBefore(leaves.at(-1)!.index)}>
                  {t('log.older')}
                </button>
              )}
            </p>
          </>
        )}
      </Answer>
    </>
  );
}

function OneLeaf({ leaf }: { leaf: LeafShown }) {
  const { t } = useSpeech();
  const said = read(leaf.text);
  return (
    <li>
      <p class="leaf-head">
        <span class="leaf-index">{leaf.index}</span> {said ? <SaidText of={said} /> : t('log.unknown')}{' '}
        <small>
          <When time={leaf.received} />
        </small>
      </p>
      {said && 'reason' in said && said.reason && <Reason of={said.reason} />}
      <details>
        <summary>{t('log.exact')}</summary>
        <p>
          <small>
            {t('log.hash')} <code>{leaf.hash}</code>
          </small>
        </p>
        <pre class="statement">{said ? readableJson(JSON.parse(leaf.text)) : visible(leaf.text)}</pre>
      </details>
    </li>
  );
}

/** A leaf as a sentence. */
function SaidText({ of }: { of: Said }) {
  const { t, language } = useSpeech();
  const { member } = useNames();
  const count = (value: number) => value.toLocaleString(language);
  switch (of._type) {
    case 'vote':
      return of.action === 'list' ? (
        <>
          {t('log.list', { member: member(of.member), key: visible(of.key), kind: t(kindWord(of.kind)) })}{' '}
          {of.level === 'caution' && <span class="tag">{t('opinion.caution')}</span>}
        </>
      ) : (
        t('log.clear', { member: member(of.member), key: visible(of.key) })
      );
    case 'batch':
      return <>{t(`log.batch.${of.action}`, { member: member(of.member), count: count(of.body.keys) })}</>;
    case 'appeal':
      return <>{t('log.appeal', { key: visible(of.key) })}</>;
    case 'release':
      return <b>{t('log.release', { version: of.version, count: count(of.list.entries) })}</b>;
  }
}

function read(text: string): Said | null {
  try {
    return parseLeaf(new TextEncoder().encode(text)).signed;
  } catch {
    return null;
  }
}
