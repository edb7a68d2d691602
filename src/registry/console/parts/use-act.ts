import { useCallback, useState } from 'preact/hooks';

/** Something that is being done: whether it is under way, and why it failed. */
export interface Act {
  readonly isBusy: boolean;
  readonly error: Error | null;
  /** Does it, unless something else is under way. */
  run(work: () => Promise<void>): void;
}

export function useAct(): Act {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const run = useCallback(
    (work: () => Promise<void>) => {
      if (isBusy) return;
      setBusy(true);
      setError(null);
      work()
        .catch((reason: Error) => setError(reason))
        .finally(() => setBusy(false));
    },
    [isBusy],
  );
  return { isBusy, error, run };
}
