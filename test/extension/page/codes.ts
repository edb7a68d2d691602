import { crc32, deflateSync } from 'node:zlib';
import encodeQR from 'qr';

/** How a code is drawn: colours are red, green, blue; `margin` in modules; `logo` the share of the side it covers. */
export interface Look {
  readonly scale: number;
  readonly margin: number;
  readonly dark: readonly [number, number, number];
  readonly light: readonly [number, number, number];
  readonly logo: number;
}

const plain: Look = { scale: 6, margin: 4, dark: [0, 0, 0], light: [255, 255, 255], logo: 0 };

/** The modules of a code without a margin, row by row; true is dark. */
export function modulesOf(text: string): boolean[][] {
  const bordered = encodeQR(text, 'raw', { ecc: 'high', border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}

/** A code as a PNG file. */
export function codePng(text: string, change: Partial<Look> = {}): Buffer {
  const { scale, margin, dark, light, logo } = { ...plain, ...change };
  const modules = modulesOf(text);
  const side = (modules.length + 2 * margin) * scale;
  const isInLogo = (at: number): boolean => Math.abs(at / side - 0.5) < logo / 2;
  return png(side, (x, y) => {
    if (isInLogo(x) && isInLogo(y)) return [240, 140, 20];
    return modules[Math.floor(y / scale) - margin]?.[Math.floor(x / scale) - margin] ? dark : light;
  });
}

/** A square picture as a PNG file (PNG specification, third edition: 5 and 11.2). */
export function png(side: number, colorAt: (x: number, y: number) => readonly number[]): Buffer {
  const rows = Array.from({ length: side }, (_, y) => [
    0,
    ...Array.from({ length: side }, (_, x) => colorAt(x, y)).flat(),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([start, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** A picture as an address that holds it. */
export const dataUrl = (file: Buffer): string => `data:image/png;base64,${file.toString('base64')}`;

/** A code as inline SVG: a rectangle a module, or one path. */
export function codeSvg(text: string, by: 'rects' | 'path', attributes = ''): string {
  const modules = modulesOf(text);
  const side = modules.length + 8;
  const dark = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [[x + 4, y + 4]] : [])));
  const drawn =
    by === 'path'
      ? `<path d="${dark.map(([x, y]) => `M${x} ${y}h1v1h-1z`).join('')}"/>`
      : dark.map(([x, y]) => `<rect x="${x}" y="${y}" width="1" height="1"/>`).join('');
  return `<svg viewBox="0 0 ${side} ${side}" ${attributes}>${drawn}</svg>`;
}
