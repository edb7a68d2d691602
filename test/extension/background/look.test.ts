import { describe, expect, it } from 'vitest';
import { lookOf } from '../../../src/extension/background/look.ts';

const middle = (length: number) => 'm'.repeat(length);

describe('the look of an address', () => {
  it.each([
    ['EVM', '0x3f8Cbb6a0eD7ff23D20F3c1f7a2B1c5dA9E4d21e', '0x3f8…d21e'],
    ['segregated witness', `bc1qw508${middle(30)}v8f3`, 'bc1qw50…v8f3'],
    ['segregated witness in capitals', `BC1QW508${'M'.repeat(30)}V8F3`, 'bc1qw50…v8f3'],
    ['Bitcoin Cash with its prefix', `bitcoincash:qpm2q${middle(30)}dx6a`, 'bitcoincash:qpm2…dx6a'],
    ['TRON', `TNPeea${middle(24)}NYqe`, 'tnpe…nyqe'],
    ['Solana', `7EcDhSYGxX${middle(29)}cFLT`, '7ecd…cflt'],
    ['Solana, beginning like bech32', `wife1GxX${middle(32)}cFLT`, 'wife…cflt'],
    ['TON', `UQDKbj${middle(38)}PuwA`, 'uqdk…puwa'],
    ['TON, raw', `0:ca6e${middle(56)}2a3e`, '0:ca6…2a3e'],
    ['Cardano', `addr1qx2fx${middle(80)}35a3`, 'addr1qx2f…35a3'],
    ['Cosmos', `cosmos1f2f9v${middle(24)}jxet`, 'cosmos1f2f9…jxet'],
  ])('%s', (_, text, look) => {
    expect(lookOf(text)).toBe(look);
  });

  it('is the same whatever stands in the middle, and another when start or end differ', () => {
    const look = lookOf(`0x3f8${'1'.repeat(33)}d21e`);
    expect(lookOf(`0x3F8${'2'.repeat(33)}D21E`)).toBe(look);
    expect(lookOf(`0x3f9${'1'.repeat(33)}d21e`)).not.toBe(look);
    expect(lookOf(`0x3f8${'1'.repeat(33)}e21e`)).not.toBe(look);
  });
});
