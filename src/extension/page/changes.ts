import { limits } from '../../core/limits.ts';
import type { Spot } from './tour.ts';

const CLIMB = 16;

/** What changed in a page and is still to be read; bounded. */
export class Changes {
  private readonly trees = new Set<Node>();
  private readonly nodes = new Set<Node>();

  get some(): boolean {
    return this.trees.size + this.nodes.size > 0;
  }

  /** @returns false when there is more than can be kept: then nothing is */
  note(records: readonly MutationRecord[]): boolean {
    if (records.length > limits.changesWaiting) return this.overflow();
    for (const record of records) {
      if (record.type === 'childList') this.noteAdded(record);
      else this.noteNode(record.target);
      if (this.trees.size + this.nodes.size > limits.changesWaiting) return this.overflow();
    }
    return true;
  }

  /** An element or a text alone, without what is below it. */
  noteNode(node: Node): void {
    this.nodes.add(node);
  }

  /** A tree that has to be read again. */
  noteTree(root: Node): void {
    this.trees.add(root);
  }

  /** What to read next: a tree, or one node alone. */
  take(): Spot | null {
    for (const [waiting, alone] of [
      [this.trees, false],
      [this.nodes, true],
    ] as const) {
      for (const root of waiting) {
        waiting.delete(root);
        if (root.isConnected) return { root, alone };
      }
    }
    return null;
  }

  clear(): void {
    this.trees.clear();
    this.nodes.clear();
  }

  private noteAdded({ target, addedNodes }: MutationRecord): void {
    if (addedNodes.length === 0 || this.covers(target)) return;
    if (addedNodes.length > limits.changesWaiting) this.trees.add(target);
    else for (const node of addedNodes) this.trees.add(node);
  }

  /** Whether a tree that waits holds this node: not looked for far up, for a page may be nested without end. */
  private covers(node: Node): boolean {
    let at: Node | null = node;
    for (let i = 0; i < CLIMB && at !== null && this.trees.size > 0; i += 1) {
      if (this.trees.has(at)) return true;
      at = at.parentNode;
    }
    return false;
  }

  private overflow(): false {
    this.clear();
    return false;
  }
}
