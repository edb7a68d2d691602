import { describe, expect, it, vi } from 'vitest';
import { Troubles } from '../../../src/extension/background/troubles.ts';
import { Values } from './doors.ts';

describe('troubles', () => {
  it('are listed gravest first, whatever came first', () => {
    const troubles = new Troubles(new Values(), () => undefined);
    troubles.set('clock', true);
    troubles.set('access', true);
    expect(troubles.list).toEqual(['access', 'clock']);
  });

  it('tell when one came or went, and not when a look found the same', () => {
    const changed = vi.fn();
    const troubles = new Troubles(new Values(), changed);
    for (const isThere of [false, true, true, false]) troubles.set('gate', isThere);
    expect(changed).toHaveBeenCalledTimes(2);
    expect(troubles.list).toEqual([]);
  });

  it('are known in the next life of the worker, which sees one go', async () => {
    const session = new Values();
    new Troubles(session, () => undefined).set('gate', true);
    const changed = vi.fn();
    const troubles = new Troubles(session, changed);
    await troubles.load();
    expect(troubles.list).toEqual(['gate']);
    expect(changed).not.toHaveBeenCalled();
    troubles.set('gate', false);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('that were looked for before the earlier ones are read are told as they are now', async () => {
    const session = new Values();
    new Troubles(session, () => undefined).set('store', true);
    const changed = vi.fn();
    const troubles = new Troubles(session, changed);
    troubles.set('store', false);
    await troubles.load();
    expect(troubles.list).toEqual([]);
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
