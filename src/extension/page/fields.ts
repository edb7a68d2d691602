import { limits } from '../../core/limits.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

const TEXT_TYPES = new Set(['text', 'search', 'url', 'tel', 'email', 'button', 'submit', 'reset']);

/**
 * The inputs of a page. What a script puts into one causes no event and no mutation, so their values are compared,
 * slowly. Passwords are never looked at, also not while a page shows them.
 */
export class Fields {
  private readonly values = new Map<Field, string>();
  private secret = new WeakSet<Element>();

  /** Whether there is any to compare. */
  get some(): boolean {
    return this.values.size > 0;
  }

  /** Takes note of an input. @returns what it holds, null when that is not looked at */
  read(element: Element): string | null {
    const field = element as Field;
    if (this.isSecret(field) || !(field.localName === 'textarea' || TEXT_TYPES.has(field.type))) {
      this.values.delete(field);
      return null;
    }
    const { value } = field;
    if (this.values.has(field) || this.values.size < limits.fields) this.values.set(field, value);
    return value;
  }

  /** Those that hold something else than when they were last read; forgets those that have left the page. */
  changed(): Element[] {
    const changed: Element[] = [];
    for (const [field, value] of this.values) {
      if (!field.isConnected) this.values.delete(field);
      else if (field.value !== value) changed.push(field);
    }
    return changed;
  }

  forget(): void {
    this.values.clear();
  }

  private isSecret(field: Field): boolean {
    const isSecret = field.type === 'password' || /password|cc-/.test(field.autocomplete);
    if (isSecret) this.secret.add(field);
    return isSecret || this.secret.has(field);
  }
}
