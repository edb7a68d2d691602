import { random } from '../generator.ts';

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();

const alphabets: Readonly<Record<string, string>> = {
  digits,
  hex: `${digits}abcdef`,
  upper: `${digits}${upper}`,
  base32: `234567${lower}`,
  base36: `${digits}${lower}`,
  base58: `${digits}${upper}${lower}`.replaceAll(/[0OIl]/g, ''),
  base62: `${digits}${upper}${lower}`,
  base64: `${digits}${upper}${lower}+/`,
  base64url: `${digits}${upper}${lower}-_`,
};

/** Text that looks like nothing but chance, the same for the same seed: `hex 40 7` is 40 digits of the seed 7. */
export function chanceText(kind: string, [first = 0, seed = 0]: readonly number[]): string {
  const pairs = (count: number, gap: string) =>
    chance('hex', 2 * count, seed).replaceAll(/..(?!$)/g, `$&${gap}`);
  if (kind === 'uuid') return uuid(chance('hex', 32, first));
  if (kind === 'hexpairs') return pairs(first, ':');
  if (kind === 'hexbytes') return pairs(first, ' ');
  if (kind === 'hexgroups')
    return chance('hex', 4 * first, seed)
      .toUpperCase()
      .replaceAll(/....(?!$)/g, '$& ');
  return chance(kind, first, seed);
}

function chance(kind: string, length: number, seed: number): string {
  const alphabet = alphabets[kind];
  if (alphabet === undefined) throw new Error(`There is no text of the kind "${kind}".`);
  const next = random(seed);
  return Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
}

function uuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
