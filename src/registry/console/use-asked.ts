import { useCallback, useEffect, useState } from 'preact/hooks';
import { Refusal } from '../refusal.ts';
import { ask } from './client.ts';

/** An answer of the desk on its way: `answer` stays while the same is asked again. */
export interface Asked<T> {
  readonly answer: T | null;
  readonly failure: Refusal | null;
  readonly isLoading: boolean;
  again(): void;
}

/**
 * Asks the desk when the component appears and whenever the path changes; of two answers only the one to the latest question
 * counts.
 */
export function useAsked<T>(path: string): Asked<T> {
  const [round, setRound] = useState(0);
  const [asked, setAsked] = useState<{
    path: string;
    answer: T | null;
    failure: Refusal | null;
    round: number;
  }>({
    path,
    answer: null,
    failure: null,
    round: -1,
  });
  useEffect(() => {
    const stop = new AbortController();
    ask<T>(path, stop.signal).then(
      (answer) => setAsked({ path, answer, failure: null, round }),
      (error: Error) => {
        if (stop.signal.aborted) return;
        const failure = error instanceof Refusal ? error : new Refusal(0, 'network', error.message);
        setAsked((before) => ({ path, answer: before.path === path ? before.answer : null, failure, round }));
      },
    );
    return () => stop.abort();
  }, [path, round]);
  const isSame = asked.path === path;
  return {
    answer: isSame ? asked.answer : null,
    failure: isSame ? asked.failure : null,
    isLoading: !isSame || asked.round !== round,
    again: useCallback(() => setRound((before) => before + 1), []),
  };
}
