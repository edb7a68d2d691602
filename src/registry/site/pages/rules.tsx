import type { ComponentChildren } from 'preact';
import { groupOf } from '../../../core/alliance.ts';
import { limits } from '../../../core/limits.ts';
import { theAlliance } from '../feed.ts';
import { Waiting } from '../parts/waiting.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';
import type { WordKey } from '../words.ts';

const day = 24 * 3_600_000;

/** Each rule is a paragraph: `site.rules.<part>.<rule>`. */
const parts = {
  come: ['quorum', 'level', 'alarm', 'groups'],
  go: ['clear', 'age', 'spent'],
  bounds: ['protected', 'shared', 'caps'],
  sign: ['release', 'large', 'root', 'log'],
  appeal: ['clock', 'alone', 'overdue', 'public'],
} as const;

/** `/rules`: by which rules entries come and go, with this alliance's own numbers. */
export function Rules() {
  const { t } = useSpeech();
  useTitle('site.nav.rules');
  const loaded = useLoaded('alliance', theAlliance);
  return (
    <>
      <h1>{t('site.rules')}</h1>
      <p class="lead">{t('site.rules.lead')}</p>
      <Waiting on={loaded}>{(verified) => <Shown numbers={numbersOf(verified)} />}</Waiting>
    </>
  );
}

function Shown({ numbers }: { numbers: Readonly<Record<string, number>> }) {
  const { t, language } = useSpeech();
  const format = new Intl.NumberFormat(language);
  const shown = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, format.format(value)]),
  );
  return (
    <>
      {Object.entries(parts).map(([part, rules]) => (
        <Part key={part} title={`site.rules.${part}` as WordKey}>
          {rules.map((rule) => (
            <li key={rule}>{t(`site.rules.${part}.${rule}` as WordKey, shown)}</li>
          ))}
        </Part>
      ))}
    </>
  );
}

function Part({ title, children }: { title: WordKey; children: ComponentChildren }) {
  const { t } = useSpeech();
  return (
    <section>
      <h2>{t(title)}</h2>
      <ul class="rules">{children}</ul>
    </section>
  );
}

function numbersOf({ alliance, root }: Verified): Readonly<Record<string, number>> {
  return {
    quorum: alliance.quorum,
    members: alliance.members.length,
    groups: new Set(alliance.members.map(groupOf)).size,
    votes: alliance.caps.votes,
    keys: alliance.caps.keys,
    release: root.roles.targets.threshold,
    root: root.roles.root.threshold,
    days: limits.voteLife / day,
    hours: limits.alarmLife / 3_600_000,
    removed: limits.shareRemoved * 100,
    added: limits.shareAdded * 100,
  };
}
