import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Mark } from '../../../../assets/icons/mark.tsx';
import { useSpeech } from '../language.tsx';
import { leave } from './leave.ts';

interface SheetProps {
  /** `warning` is the red page; `plain` says that there is nothing to warn of. */
  readonly look: 'warning' | 'plain';
  /** Ids of the elements a screen reader reads first, and then (R19: kind, host, reason). */
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly children: ComponentChildren;
  /** What stands below the button. */
  readonly below?: ComponentChildren;
}

/** The full page of every state of the stop page. Its button stays the same one while the text around it changes. */
export function Sheet({ look, labelledBy, describedBy, children, below }: SheetProps) {
  return (
    <main class={`sheet ${look}`}>
      <div role="alertdialog" aria-labelledby={labelledBy} aria-describedby={describedBy} class="sheet-body">
        <Eyebrow />
        <div>{children}</div>
        <BackButton />
        {below}
      </div>
    </main>
  );
}

/** Whose page this is, and that nothing has been loaded. */
function Eyebrow() {
  const { t } = useSpeech();
  return (
    <p class="eyebrow">
      <Mark size={40} />
      <span>
        <b>{t('app.name')}</b>
        <br />
        {t('stop.eyebrow')}
      </span>
    </p>
  );
}

/** The one filled button: focused on load, and what Esc does as well (R11). */
function BackButton() {
  const { t } = useSpeech();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
    const onKey = (event: KeyboardEvent) => leavesBy(event) && leave();
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <p class="actions">
      <button ref={button} type="button" class="filled" onClick={leave}>
        {t('stop.back')}
      </button>
    </p>
  );
}

/** Enter belongs to the focused control; with none focused it leaves, as Esc always does. */
function leavesBy(event: KeyboardEvent): boolean {
  return event.key === 'Escape' || (event.key === 'Enter' && document.activeElement === document.body);
}
