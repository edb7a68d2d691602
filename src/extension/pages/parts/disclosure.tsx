import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** A part that opens when a person asks for it; what is inside exists, and asks the background, only from then on. */
export function Disclosure({ title, children }: { title: string; children: ComponentChildren }) {
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => currentTarget.open && setOpened(true)}>
      <summary>{title}</summary>
      {opened && <div class="disclosed">{children}</div>}
    </details>
  );
}
