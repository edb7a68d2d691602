import { describe, expect, test } from 'vitest';
import { checksumIn, keysIn } from './read.ts';

const p2wpkh = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
// BIP-173, "Examples": P2WSH.
const p2wsh = 'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3';

describe('BIP-173', () => {
  test.each([p2wpkh.toUpperCase(), p2wpkh, p2wsh])('%s is accepted, canonical in lower case', (text) => {
    expect(keysIn(text)).toEqual([`bip122:${text.toLowerCase()}`]);
    expect(checksumIn(text)).toBe('valid');
  });

  // "Test vectors", invalid; and those that are valid only on the test network, which no list names.
  test.each([
    ['tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty', 'human-readable part'],
    ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5', 'checksum'],
    ['BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2', 'witness version'],
    ['bc1rw5uspcuh', 'program length'],
    ['bc10w508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kw5rljs90', 'program length'],
    ['BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P', 'program length of version 0'],
    ['tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sL5k7', 'mixed case'],
    ['bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du', 'padding over four bits'],
    ['tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3pjxtptv', 'padding not zero'],
    ['bc1gmk9yu', 'no data'],
    ['tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7', 'test network'],
  ])('%s is not accepted: %s', (text) => {
    expect(checksumIn(text)).not.toBe('valid');
  });

  test('a mixed-case address is none', () => {
    const mixed = `bc1${p2wpkh.slice(3).toUpperCase()}`;
    expect(keysIn(mixed)).toEqual([]);
    expect(keysIn(`BC1${p2wpkh.slice(3)}`)).toEqual([]);
  });
});
