import { describe, expect, it, vi } from 'vitest';
import { Troubles } from '../../../src/extension/background/troubles.ts';

describe('troubles', () => {
  it('are listed gravest first, whatever came first', () => {
    const troubles = new Troubles(() => undefined);
    troubles.set('clock', true);
    troubles.set('access', true);
    expect(troubles.list).toEqual(['access', 'clock']);
  });

  it('tell when one came or went, and not when a look found the same', () => {
    const changed = vi.fn();
    const troubles = new Troubles(changed);
    for (const isThere of [false, true, true, false]) troubles.set('gate', isThere);
    expect(changed).toHaveBeenCalledTimes(2);
    expect(troubles.list).toEqual([]);
  });
});
