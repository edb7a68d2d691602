import type { LocalValues } from './report-store.ts';

/** Small things that cannot be had again, and whether the browser failed to read or to keep some when that was last tried. */
export class LocalStore implements LocalValues {
  private readonly area: LocalValues;
  private readonly tried: () => void;
  private readonly fails = { read: false, write: false };

  /** @param tried called after each try */
  constructor(area: LocalValues, tried: () => void) {
    this.area = area;
    this.tried = tried;
  }

  get isFailing(): boolean {
    return this.fails.read || this.fails.write;
  }

  all() {
    return this.note('read', this.area.all());
  }

  get(name: string) {
    return this.note('read', this.area.get(name));
  }

  put(name: string, value: unknown) {
    return this.note('write', this.area.put(name, value));
  }

  private async note<T>(what: 'read' | 'write', trying: Promise<T>): Promise<T> {
    try {
      const result = await trying;
      this.fails[what] = false;
      return result;
    } catch (error) {
      this.fails[what] = true;
      throw error;
    } finally {
      this.tried();
    }
  }
}
