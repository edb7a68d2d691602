import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import { type KeptDraft, keptDraft } from '../messages.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

const name = 'draft';
const schema = z.object({ page: z.string(), kept: z.number(), draft: keptDraft });

/**
 * The half-written report, one at a time: it outlives the popup, the browser and an update of the extension. That of a
 * private window ends with the session.
 */
export class Drafts {
  private readonly lasting: Values;
  private readonly session: Values;
  private readonly now: () => number;

  constructor(lasting: Values, session: Values, now: () => number) {
    this.lasting = lasting;
    this.session = session;
    this.now = now;
  }

  /** @param page the address of the page it was begun on; '' for a tab without one */
  async of(page: string, isPrivate: boolean): Promise<KeptDraft | null> {
    const kept = await storedAs(this.store(isPrivate), name, schema);
    if (kept === undefined || kept.page !== page) return null;
    const age = this.now() - kept.kept;
    return age >= 0 && age < limits.draft ? kept.draft : null;
  }

  /** Keeps a draft in the place of the one before; null forgets it. */
  async keep(page: string, draft: KeptDraft | null, isPrivate: boolean): Promise<void> {
    await this.store(isPrivate).put(name, draft === null ? undefined : { page, kept: this.now(), draft });
  }

  private store(isPrivate: boolean): Values {
    return isPrivate ? this.session : this.lasting;
  }
}
