import type { ComponentChildren } from 'preact';

/** One fact: its name and what it is. A fact of null is left out. */
export type Fact = readonly [name: string, value: ComponentChildren | null];

/** A list of facts, in two columns where there is room. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
