import { useEffect, useState } from 'preact/hooks';
import type { Said } from '../../../core/leaf.ts';
import { readableJson, visible } from '../../../core/visible.ts';
import { theLog } from '../feed.ts';
import type { LogPart, ShownLeaf } from '../log.ts';
import { useMemberName } from '../parts/alliance.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useHash } from '../use-hash.ts';
import { useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';

/** Leaves that are shown at first, and more of with each press. */
const page = 25;

/** `/log` */
export function LogPage() {
  const { t } = useSpeech();
  useTitle('site.nav.log');
  const at = /^leaf-(\d{1,15})$/.exec(useHash())?.[1] ?? null;
  const loaded = useLoaded(`log ${at}`, () => theLog(at === null ? null : Number(at)));
  return (
    <>
      <h1>{t('site.log')}</h1>
      <p class="lead">{t('site.log.text')}</p>
      <Waiting on={loaded}>
        {({ verified, part }) => (
          <>
            <Checkpoint verified={verified} part={part} />
            <Leaves key={at} verified={verified} leaves={part.leaves} at={at} />
          </>
        )}
      </Waiting>
    </>
  );
}

function Checkpoint({ verified, part: { checkpoint, needed } }: { verified: Verified; part: LogPart }) {
  const { t, language } = useSpeech();
  const nameOf = useMemberName(verified);
  const names = new Intl.ListFormat(language).format(checkpoint.members.map(nameOf));
  const hash = [...checkpoint.root].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const facts = [
    [t('site.log.size'), new Intl.NumberFormat(language).format(checkpoint.size)],
    [t('site.log.signers'), t('site.log.signers.text', { names, count: checkpoint.members.length, needed })],
    [t('site.log.origin'), <code key="origin">{checkpoint.origin}</code>],
    [t('site.log.hash'), <code key="hash">{hash}</code>],
  ] as const;
  return (
    <section aria-labelledby="checkpoint">
      <h2 id="checkpoint">{t('site.log.checkpoint')}</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet-text">
        {t('site.log.checked')} <a href="/feed/log/checkpoint">{t('site.log.file')}</a>
      </p>
    </section>
  );
}

function Leaves({
  verified,
  leaves,
  at,
}: {
  verified: Verified;
  leaves: readonly ShownLeaf[];
  at: string | null;
}) {
  const { t } = useSpeech();
  const [count, setCount] = useState(at === null ? page : leaves.length);
  // The leaf that was asked for was not there when the browser looked for it.
  useEffect(() => {
    if (at !== null) document.getElementById(`leaf-${at}`)?.scrollIntoView({ block: 'center' });
  }, [at]);
  return (
    <section aria-labelledby="leaves">
      <h2 id="leaves">{at === null ? t('site.log.leaves') : t('site.log.around', { leaf: at })}</h2>
      {at !== null && (
        <p>
          <a href="/log">{t('site.log.leaves')}</a>
        </p>
      )}
      <ol class="leaves">
        {leaves.slice(0, count).map((leaf) => (
          <Leaf key={leaf.index} leaf={leaf} verified={verified} isAsked={String(leaf.index) === at} />
        ))}
      </ol>
      {leaves.length > count && (
        <button type="button" onClick={() => setCount(count + page)}>
          {t('site.log.more')}
        </button>
      )}
    </section>
  );
}

function Leaf({
  leaf: { index, said, text },
  verified,
  isAsked,
}: {
  leaf: ShownLeaf;
  verified: Verified;
  isAsked: boolean;
}) {
  const { t } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  return (
    <li id={`leaf-${index}`} aria-current={isAsked ? 'true' : undefined}>
      <span class="leaf-index">#{index}</span>
      <When time={said.time} exact />
      <p>
        <Told said={said} verified={verified} />
      </p>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{t('site.log.raw')}</summary>
        {isOpen && <pre>{readableJson(JSON.parse(text))}</pre>}
      </details>
    </li>
  );
}

/** What a leaf says, in words. */
function Told({ said, verified }: { said: Said; verified: Verified }) {
  const { t, language } = useSpeech();
  const nameOf = useMemberName(verified);
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  switch (said._type) {
    case 'release':
      return t('site.log.release', { version: said.version, entries: number(said.list.entries) });
    case 'appeal':
      return t('site.log.appeal', { key: visible(said.key) });
    case 'batch':
      return t(`site.log.batch.${said.action}`, {
        member: nameOf(said.member),
        count: number(said.body.keys),
      });
    case 'vote':
      return said.action === 'clear'
        ? t('site.log.clear', { member: nameOf(said.member), key: visible(said.key) })
        : t('site.log.list', {
            member: nameOf(said.member),
            key: visible(said.key),
            kind: t(`kind.${said.kind}`),
          });
  }
}
