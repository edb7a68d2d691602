import { useEffect, useState } from 'preact/hooks';
import { BaizeError } from '../../core/errors.ts';

/** What is being loaded, or came, or did not. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: BaizeError; again(): void }
  | { readonly state: 'there'; readonly value: T; again(): void };

/**
 * Loads something when the component appears, and anew when `id` changes.
 *
 * @param id names what is loaded
 */
export function useLoaded<T>(id: string, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly id?: string }>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  // `load` is new with every draw: `id` says when it is another.
  useEffect(() => {
    let isWanted = true;
    const again = () => setTurn((count) => count + 1);
    const done = (next: Loaded<T>) => isWanted && setLoaded({ ...next, id });
    setLoaded((now) => (now.id === id ? now : { state: 'loading' }));
    load().then(
      (value) => done({ state: 'there', value, again }),
      (error: unknown) => done({ state: 'failed', error: asError(error), again }),
    );
    return () => {
      isWanted = false;
    };
  }, [id, turn]);
  return loaded;
}

/** What a script that could not be loaded, or a browser without what is needed, comes to. */
export function asError(error: unknown): BaizeError {
  if (error instanceof BaizeError) return error;
  return new BaizeError('network', error instanceof Error ? error.message : String(error));
}
