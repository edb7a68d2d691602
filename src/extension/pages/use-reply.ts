import { useCallback, useEffect, useState } from 'preact/hooks';
import type { MessageName, Reply, Request } from '../messages.ts';
import { send } from '../send.ts';

/** An answer of the background on its way: `reply` stays while it is asked again. */
export interface Asked<T> {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly reply: T | null;
  ask(): void;
}

/**
 * Asks the background when the component appears and whenever the request changes; of two answers only the one
 * to the latest request counts.
 */
export function useReply<N extends MessageName>(name: N, request: Request<N>): Asked<Reply<N>> {
  const [asked, setAsked] = useState<Omit<Asked<Reply<N>>, 'ask'>>({ state: 'loading', reply: null });
  const [round, setRound] = useState(0);
  const body = JSON.stringify(request);
  // A new round asks the same again.
  useEffect(() => {
    let current = true;
    setAsked(({ reply }) => ({ state: 'loading', reply }));
    send(name, JSON.parse(body)).then(
      (reply) => current && setAsked({ state: 'ready', reply }),
      () => current && setAsked({ state: 'failed', reply: null }),
    );
    return () => {
      current = false;
    };
  }, [name, body, round]);
  return { ...asked, ask: useCallback(() => setRound((before) => before + 1), []) };
}
