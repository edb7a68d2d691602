import { crc32, deflateSync } from 'node:zlib';
import encodeQR from 'qr';

const SCALE = 6;
const BORDER = 4;

/** A QR code with its margin, a string of 0 and 1 a row. */
export function rowsOf(text: string): string[] {
  return encodeQR(text, 'raw', { border: BORDER }).map((row) => row.map(Number).join(''));
}

export function svgOf(text: string): string {
  return encodeQR(text, 'svg', { border: BORDER });
}

/** A QR code as a PNG picture in grey. */
export function pngOf(text: string): Uint8Array {
  const dots = encodeQR(text, 'raw', { border: BORDER, scale: SCALE });
  const rows = dots.map((row) => Uint8Array.from([0, ...row.map((isDark) => (isDark ? 0 : 255))]));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(dots.length, 0);
  head.writeUInt32BE(dots.length, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
