import { limits } from '../../core/limits.ts';
import { kindOf } from './element-kinds.ts';

/** Opens a shadow tree, closed ones too where the browser lets an extension. */
export type OpenShadow = (element: Element) => ShadowRoot | null;

/** Finds shadow trees; those of custom elements that are defined later are looked for again for a while. */
export class Shadows {
  private readonly open: OpenShadow;
  /** How many looks are left. */
  private readonly waiting = new Map<Element, number>();

  constructor(open: OpenShadow) {
    this.open = open;
  }

  /** Whether some are still waited for. */
  get some(): boolean {
    return this.waiting.size > 0;
  }

  rootOf(element: Element): ShadowRoot | null {
    const { isCustom } = kindOf(element.localName);
    // The browser's own property is much cheaper than the extension's, which asks of each element.
    const root = isCustom ? this.open(element) : element.shadowRoot;
    if (root !== null) this.waiting.delete(element);
    else if ((isCustom || isPlaceholder(element)) && this.waiting.size < limits.hostsWaiting) {
      if (!this.waiting.has(element)) this.waiting.set(element, limits.hostLooks);
    }
    return root;
  }

  /** Those that have a shadow tree by now; forgets those that had time enough. */
  attached(): Element[] {
    const attached: Element[] = [];
    for (const [element, looks] of this.waiting) {
      if (this.rootOf(element) !== null) attached.push(element);
      else if (looks > 1 && element.isConnected) this.waiting.set(element, looks - 1);
      else this.waiting.delete(element);
    }
    return attached;
  }

  forget(): void {
    this.waiting.clear();
  }
}

/** An empty element with a name of its own: where scripts put what comes later. */
function isPlaceholder(element: Element): boolean {
  return element.firstChild === null && element.id !== '';
}
