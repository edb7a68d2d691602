import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import type { FrameMarks, Listed, News } from '../messages.ts';
import { inOrder } from './in-order.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

/** The browser's door to the guard of one frame. Fails when there is none. */
export type TellGuard = (tab: number, frame: number, news: News) => Promise<void>;

interface MarkedFrame extends FrameMarks {
  /** The document that said so: a later one in the same frame has marks of its own. */
  readonly document: string | null;
}

/** The frames with marks of the page that stands in a tab. */
interface MarkedPage {
  readonly page: string;
  readonly frames: readonly MarkedFrame[];
}

type Marked = Map<number, MarkedPage>;

const name = 'frames';
const marks = z.looseObject({ frame: z.number(), listed: z.array(z.looseObject({ text: z.string() })) });
const shape = z.array(
  z.tuple([z.number(), z.looseObject({ page: z.string(), frames: z.array(marks) })]),
) as unknown as z.ZodMiniType<[number, MarkedPage][]>;
const top = 0;

/**
 * What the frames of each page mark. Frames can not speak to their page without telling its scripts, so the page's
 * guard hears of them here. In the session's store, as the worker dies; hardly ever anything is in it.
 */
export class Frames {
  private readonly session: Values;
  private readonly tell: TellGuard;
  private readonly inOrder = inOrder();
  private loaded: Promise<Marked> | null = null;

  constructor(session: Values, tell: TellGuard) {
    this.session = session;
    this.tell = tell;
  }

  /** A frame of a page marks these addresses now, or none any more. */
  marked(tab: number, page: string, frame: MarkedFrame): Promise<void> {
    return this.change(tab, (old) => {
      const others = old?.page === page ? old.frames.filter((one) => one.frame !== frame.frame) : [];
      return { page, frames: bounded(frame.listed.length === 0 ? others : [...others, frame]) };
    });
  }

  /** A document spoke up in a frame: what an earlier one there marked is gone. */
  entered(tab: number, frame: number, document: string | null): Promise<void> {
    return this.drop(tab, (one) => one.frame === frame && one.document !== document);
  }

  /** Shows the next mark of a frame. */
  async show(tab: number, frame: number): Promise<void> {
    try {
      await this.tell(tab, frame, { baize: 'show' });
    } catch {
      await this.drop(tab, (one) => one.frame === frame);
    }
  }

  /** Has the guard of the page in a tab say again which page it is (`guard.page`). */
  async askForPage(tab: number): Promise<void> {
    const said = this.tell(tab, top, { baize: 'page' }).catch(() => undefined);
    // A page that is busy with itself is not waited for.
    await Promise.race([said, new Promise((resolve) => setTimeout(resolve, limits.guardAnswer))]);
  }

  /** A page stands in a tab: the frames of the one before are gone. */
  opened(tab: number, page: string): Promise<void> {
    return this.forget(tab, (old) => old.page !== page);
  }

  closed(tab: number): Promise<void> {
    return this.forget(tab, () => true);
  }

  private drop(tab: number, isGone: (frame: MarkedFrame) => boolean): Promise<void> {
    return this.change(tab, (old) => {
      if (old?.frames.some(isGone) !== true) return old;
      return { ...old, frames: old.frames.filter((frame) => !isGone(frame)) };
    });
  }

  private forget(tab: number, isGone: (page: MarkedPage) => boolean): Promise<void> {
    return this.inOrder(async () => {
      const all = await this.load();
      const old = all.get(tab);
      if (old === undefined || !isGone(old)) return;
      all.delete(tab);
      await this.save(all);
    });
  }

  /** Changes what is known of a tab, and tells its page. */
  private change(tab: number, edit: (old: MarkedPage | undefined) => MarkedPage | undefined): Promise<void> {
    return this.inOrder(async () => {
      const all = await this.load();
      const next = edit(all.get(tab));
      if (next === undefined || next === all.get(tab)) return;
      all.set(tab, next);
      await this.save(all);
      const frames = next.frames.map(({ frame, listed }) => ({ frame, listed }));
      await this.tell(tab, top, { baize: 'frames', frames }).catch(() => undefined);
    });
  }

  private load(): Promise<Marked> {
    this.loaded ??= storedAs(this.session, name, shape).then((stored) => new Map(stored));
    return this.loaded;
  }

  private async save(all: Marked): Promise<void> {
    await this.session.put(name, [...all]).catch(console.error);
  }
}

/** No more frames, and no more addresses in all of them, than a banner can count. */
function bounded(frames: readonly MarkedFrame[]): MarkedFrame[] {
  let room: number = limits.textsPerFrame;
  return frames.slice(0, limits.framesMarked).flatMap((frame) => {
    const listed: readonly Listed[] = frame.listed.slice(0, room);
    room -= listed.length;
    return listed.length === 0 ? [] : { ...frame, listed };
  });
}
