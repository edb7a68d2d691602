import { useEffect, useRef } from 'preact/hooks';
import type { DeskEvent } from '../desk/api.ts';

const listeners = new Set<(event: DeskEvent) => void>();
let source: EventSource | null = null;

/** Hears what changes at the desk for as long as the component is there. The browser connects anew by itself. */
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
  return opened;
}
