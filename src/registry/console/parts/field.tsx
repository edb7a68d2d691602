import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** What a control takes on to be named by its label, and described by the hint. */
interface Named {
  readonly id: string;
  readonly 'aria-describedby': string;
}

/** A control with its name above and a hint below, which is read after the name and is no part of it. */
export function Field(props: { name: string; hint: string; children: (named: Named) => ComponentChildren }) {
  const id = useId();
  const hint = `${id}-hint`;
  return (
    <div class="field">
      <label for={id}>{props.name}</label>
      {props.children({ id, 'aria-describedby': hint })}
      <small id={hint}>{props.hint}</small>
    </div>
  );
}
