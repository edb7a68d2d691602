import { type Trouble, troubles, troublesValue } from '../troubles.ts';
import type { Values } from './store.ts';

/**
 * The troubles that the background's parts have found. They are kept for the session, as the toolbar's icon is: a later
 * life of the worker sees that one has gone. The extension's pages hear of a change by that value, too.
 */
export class Troubles {
  private readonly session: Values;
  private readonly changed: () => void;
  /** What was looked for: whether it is there. */
  private readonly found = new Map<Trouble, boolean>();

  /** @param changed called when a trouble came or went */
  constructor(session: Values, changed: () => void) {
    this.session = session;
    this.changed = changed;
  }

  /** Takes up what an earlier life of the worker found; what a part has found in this one is newer. */
  async load(): Promise<void> {
    const before = ((await this.session.get(troublesValue)) ?? []) as Trouble[];
    for (const trouble of before) if (!this.found.has(trouble)) this.found.set(trouble, true);
    if (before.join() !== this.list.join()) this.tell();
  }

  /** Gravest first. */
  get list(): readonly Trouble[] {
    return troubles.filter((trouble) => this.found.get(trouble));
  }

  /** A part looked whether there is a trouble. */
  set(trouble: Trouble, isThere: boolean): void {
    const was = this.found.get(trouble) ?? false;
    this.found.set(trouble, isThere);
    if (was !== isThere) this.tell();
  }

  private tell(): void {
    this.session.put(troublesValue, this.list).catch(console.error);
    this.changed();
  }
}
