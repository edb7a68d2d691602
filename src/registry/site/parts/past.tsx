import type { History, PastAppeal, PastChange } from '../../../core/why.ts';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';
import { Answers } from './answers.tsx';
import { AppealClock } from './clock.tsx';
import { LeafLink } from './leaf-link.tsx';
import { Vote } from './vote.tsx';
import { When } from './when.tsx';

/** What happened to a key: when it came and went, who objected, and what was said before. */
export function Past({
  history: { voices, changes, appeals },
  standing,
  verified,
  isMine,
}: {
  history: History;
  /** Places in the log of the votes by which it is listed: those are shown elsewhere. */
  standing: readonly number[];
  verified: Verified;
  /** Whether this browser has sent an appeal, of which the feed may not tell yet. */
  isMine: boolean;
}) {
  const { t } = useSpeech();
  const earlier = voices.filter(({ leaf }) => !standing.includes(leaf));
  return (
    <>
      <section aria-labelledby="appeals">
        <h2 id="appeals">{t('site.why.appeals')}</h2>
        {appeals.length === 0 && !isMine && <p class="quiet-text">{t('site.why.appeals.none')}</p>}
        {appeals.map((appeal) => (
          <Appeal key={appeal.leaf} appeal={appeal} verified={verified} />
        ))}
      </section>
      {changes.length > 0 && <Changes changes={changes} />}
      {earlier.length > 0 && (
        <section aria-labelledby="earlier">
          <h2 id="earlier">{t('site.why.earlier')}</h2>
          <ol class="votes">
            {earlier.map((said) => (
              <Vote key={said.leaf} said={said} verified={verified} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function Appeal({ appeal, verified }: { appeal: PastAppeal; verified: Verified }) {
  const { t } = useSpeech();
  const isAlone = appeal.state === 'dismissed' && verified.alliance.quorum === 1;
  return (
    <article class="appeal">
      <p>
        <b>{t(`site.why.appeal.${appeal.state}`)}</b> · {t('site.why.appeal.received')}{' '}
        <When time={appeal.received} />
      </p>
      {isAlone && <p class="notice">{t('site.why.appeal.alone')}</p>}
      <AppealClock of={appeal} />
      <Answers answers={appeal.answers} verified={verified} />
      <LeafLink leaf={appeal.leaf} />
    </article>
  );
}

function Changes({ changes }: { changes: readonly PastChange[] }) {
  const { t } = useSpeech();
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('site.why.history')}</h2>
      <p class="quiet-text">{t('site.why.history.text')}</p>
      <ol class="timeline">
        {changes.map((change, i) => (
          <li key={change.version}>
            <When time={change.time} exact />
            <p>{toldOf(change, changes[i - 1])}</p>
          </li>
        ))}
      </ol>
    </section>
  );

  function toldOf({ version, kind }: PastChange, before: PastChange | undefined): string {
    if (kind === null) return t('site.why.history.clear', { version });
    const isChange = before !== undefined && before.kind !== null;
    return t(isChange ? 'site.why.history.change' : 'site.why.history.list', {
      version,
      kind: t(`kind.${kind}`),
    });
  }
}
