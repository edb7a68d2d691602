import type { ComponentChildren } from 'preact';
import { groupOf } from '../../../core/alliance.ts';
import { limits } from '../../../core/limits.ts';
import { theAlliance } from '../feed.ts';
import { Waiting } from '../parts/waiting.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';
import { counted, type WordKey } from '../words.ts';

const day = 24 * 3_600_000;

type Numbers = ReturnType<typeof numbersOf>;

/** Each part has its rules, with this alliance's numbers; what goes without saying where one decides is left out. */
const parts = {
  come: ({ quorum }: Numbers) => [
    counted('site.rules.come.quorum', quorum),
    counted('site.rules.come.level', quorum),
    ...(quorum > 1 ? (['site.rules.come.alarm', 'site.rules.come.groups'] as const) : []),
  ],
  go: ({ quorum }: Numbers) => [
    counted('site.rules.go.clear', quorum),
    'site.rules.go.age' as const,
    ...(quorum > 1 ? (['site.rules.go.spent'] as const) : []),
  ],
  bounds: () =>
    ['site.rules.bounds.protected', 'site.rules.bounds.shared', 'site.rules.bounds.caps'] as const,
  sign: ({ release, root }: Numbers) => [
    counted('site.rules.sign.release', release),
    ...(root > 1 ? (['site.rules.sign.large'] as const) : []),
    counted('site.rules.sign.root', root),
    'site.rules.sign.log' as const,
  ],
  appeal: ({ quorum }: Numbers) => [
    'site.rules.appeal.clock' as const,
    counted('site.rules.appeal.alone', quorum),
    'site.rules.appeal.overdue' as const,
    'site.rules.appeal.public' as const,
  ],
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

function Shown({ numbers }: { numbers: Numbers }) {
  const { t, language } = useSpeech();
  const format = new Intl.NumberFormat(language);
  const shown = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, format.format(value)]),
  );
  return (
    <>
      {(Object.keys(parts) as (keyof typeof parts)[]).map((part) => (
        <Part key={part} title={`site.rules.${part}`}>
          {parts[part](numbers).map((rule: WordKey) => (
            <li key={rule}>{t(rule, shown)}</li>
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

function numbersOf({ alliance, root }: Verified) {
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
