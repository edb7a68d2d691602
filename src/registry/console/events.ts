import { useEffect, useRef } from 'preact/hooks';
import type { DeskEvent } from '../desk/api.ts';

const listeners = new Set<(event: DeskEvent) => void>();
/** The browser connects anew by itself, unless it was refused: when the session had ended, say. */
const RETRY = 10_000;
let source: EventSource | null = null;

/** Hears what changes at the desk for as long as the component is there. */
export function useEvents(hear: (event: DeskEvent) => void): void {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    const listener = (event: DeskEvent) => latest.current(event);
    listeners.add(listener);
    source ??= open();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      source?.close();
      source = null;
    };
  }, []);
}

function open(): EventSource {
  const opened = new EventSource('/v1/console/events');
  opened.addEventListener('message', ({ data }) => {
    const event = JSON.parse(data) as DeskEvent;
    for (const listener of listeners) listener(event);
  });
  opened.addEventListener('error', () => {
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => reopen(opened), RETRY);
  });
  return opened;
}

function reopen(closed: EventSource): void {
  if (source === closed) source = open();
}
