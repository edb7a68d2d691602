import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface DisclosureProps {
  readonly title: string;
  /** Why it should be opened: a dot for who sees it, words for who does not; gone once it was opened. */
  readonly sign?: string | null;
  /** Whether it stands open from the start. */
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** A part that opens when a person asks for it; what is inside exists, and asks the background, only from then on. */
export function Disclosure({ title, sign = null, open = false, children }: DisclosureProps) {
  const [opened, setOpened] = useState(open);
  return (
    <details open={open} onToggle={({ currentTarget }) => currentTarget.open && setOpened(true)}>
      <summary>
        {title}
        {sign !== null && !opened && (
          <span class="dot" title={sign}>
            <span class="unseen"> {sign}</span>
          </span>
        )}
      </summary>
      {opened && <div class="disclosed">{children}</div>}
    </details>
  );
}
