import { describe, expect, it } from 'vitest';
import { HourlyLimit, householdOf } from '../../src/registry/rate.ts';

const hour = 3_600_000;

describe('the hourly limit', () => {
  it('lets each sender do so much within any hour', () => {
    const limit = new HourlyLimit(2);
    expect(limit.take('a', 0)).toBe(0);
    expect(limit.take('a', 1_000)).toBe(0);
    expect(limit.take('a', 2_000)).toBe(3_598);
    expect(limit.take('b', 2_000)).toBe(0);
    expect(limit.take('a', hour)).toBe(0);
    expect(limit.take('a', hour)).toBe(1);
  });

  it('does not count what is given back', () => {
    const limit = new HourlyLimit(1);
    limit.take('a', 0);
    limit.giveBack('a');
    expect(limit.take('a', 0)).toBe(0);
  });
});

describe('a sender', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s is %s', (address, sender) => {
    expect(householdOf(address)).toBe(sender);
  });
});
