import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import type { GateState } from '../messages.ts';
import { type GateDoors, hasGate, heldOf, isGateSet, isHeld, setGate } from './gate.ts';
import { inOrder } from './in-order.ts';
import type { Lists } from './lists.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

/** When the browser's rules were last read back, whole, and whether they were what the lists say. */
const readShape = z.object({ of: z.string(), when: z.number(), isAsListed: z.boolean() });

export interface KeeperDoors {
  readonly gate: Omit<GateDoors, 'hasAccess'>;
  readonly lists: Pick<Lists, 'fingerprint' | 'ownHosts' | 'stops' | 'isBehind'>;
  /** Ends with the browser's session. */
  readonly session: Values;
  /** Whether the browser lets the extension at every site: without that it takes no redirect to the stop page. */
  hasAccess(): boolean;
  now(): number;
  /** Told when it was found out whether the gate is something else than the lists say. */
  alarm(): void;
}

/** Sees to it that the gate is what the lists say: sets it, reads it back, and gives the alarm when it stays another. */
export class GateKeeper {
  private readonly doors: KeeperDoors;
  private readonly inOrder = inOrder();
  private wrong: boolean | null = null;

  constructor(doors: KeeperDoors) {
    this.doors = doors;
  }

  /** Whether the gate is something else than the lists say; null when that was not looked at yet. */
  get isWrong(): boolean | null {
    return this.wrong;
  }

  /** Makes the browser stop what the lists in force say, unless it does. */
  enforce(): Promise<void> {
    return this.inOrder(async () => {
      const { session, lists } = this.doors;
      // Asking the browser takes 0.1 s beside 351,000 names: at a worker's start that waits (`readBack`).
      if ((await session.get('gate')) === this.wanted) return;
      // The rules of a list that was lost stop more than the older one in its place: they stay until it is back.
      if (lists.isBehind && (await hasGate(this.gate))) return;
      await this.sayIfWrong(async () => {
        const before = await heldOf(this.gate);
        if (!(await isGateSet(this.gate, lists.fingerprint))) {
          const { base } = await this.set(false);
          await this.compare(base !== before?.base);
        } else if ((await this.lastRead())?.isAsListed === false) await this.compare(true);
        await session.put('gate', this.wanted);
      });
    });
  }

  /** Reads back what the browser holds, and sets it anew where it is not what the lists say. */
  readBack(): Promise<void> {
    return this.inOrder(async () => {
      if ((await this.doors.session.get('gate')) !== this.wanted) return;
      await this.sayIfWrong(async () => this.compare(await this.isDue()));
    });
  }

  /** What people are told: what was read back, and how much the guard has to see to. */
  async state(): Promise<GateState> {
    const held = await heldOf(this.gate);
    const read = await this.lastRead();
    const isCurrent = read?.of === this.wanted;
    return {
      read: isCurrent ? new Date(read.when).toISOString() : null,
      isAsListed: isCurrent && read.isAsListed,
      left: held?.left ?? 0,
    };
  }

  private async compare(whole: boolean): Promise<void> {
    if (await isHeld(this.gate, whole)) {
      const read = await this.lastRead();
      // Small rules beside a base that was read back: when it was is told, and what it is of now.
      if (whole) await this.noteRead(true);
      else if (read?.isAsListed) await this.noteRead(true, read.when);
      return;
    }
    await this.set(true);
    if (!(await isHeld(this.gate, true))) throw new Error('The browser does not hold the rules it was told.');
    await this.noteRead(true);
  }

  /** Whether all rules are to be read: not the big ones at each of a worker's many starts. */
  private async isDue(): Promise<boolean> {
    const held = await heldOf(this.gate);
    if (held === undefined || held.names <= limits.gateReadWhole) return true;
    const read = await this.lastRead();
    const age = this.doors.now() - (read?.when ?? 0);
    return read?.of !== this.wanted || age < 0 || age > limits.gateReadAgain;
  }

  private async sayIfWrong(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.wrong = false;
      this.doors.alarm();
    } catch (error) {
      this.wrong = true;
      this.doors.alarm();
      // It is tried again at the worker's next start and after the next look for a list.
      await this.doors.session.put('gate', undefined);
      await this.noteRead(false);
      throw error;
    }
  }

  private async set(anew: boolean) {
    const { lists } = this.doors;
    return setGate(this.gate, await lists.stops(), lists.fingerprint, lists.ownHosts, anew);
  }

  private noteRead(isAsListed: boolean, when = this.doors.now()): Promise<void> {
    return this.doors.session.put('gate.read', { of: this.wanted, when, isAsListed });
  }

  private lastRead() {
    return storedAs(this.doors.session, 'gate.read', readShape);
  }

  private get gate(): GateDoors {
    return { ...this.doors.gate, hasAccess: this.doors.hasAccess() };
  }

  private get wanted(): string {
    return `${this.doors.lists.fingerprint} ${this.doors.hasAccess()}`;
  }
}
