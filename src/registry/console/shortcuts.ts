import { useLayoutEffect, useRef } from 'preact/hooks';
import { keep, kept } from './kept.ts';

/** What each key does where the component stands: `j`, `?`, `/`, `Escape`, as `KeyboardEvent.key` names them. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const layers: { current: Shortcuts }[] = [];

/** Whether single keys do something. Who speaks to the computer, or types by accident, can turn them off (WCAG 2.1.4). */
export const areShortcutsOn = (): boolean => kept('shortcuts') !== 'off';
export const turnShortcuts = (on: boolean): void => keep('shortcuts', on ? 'on' : 'off');

/** Keys for as long as the component is there; what came last is asked first. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const layer = useRef(shortcuts);
  layer.current = shortcuts;
  // Before it is drawn: whoever sees it may press a key at once.
  useLayoutEffect(() => {
    layers.unshift(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, []);
}

/** Hears the keys of the whole page. */
export function hearShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]') || !areShortcutsOn()) return;
    const action = layers.find(({ current }) => Object.hasOwn(current, event.key))?.current[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
