import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { crc32 } from 'node:zlib';

/** The parts of Firefox's manifest that matter to who installs it. */
interface Manifest {
  readonly version: string;
  readonly browser_specific_settings: { readonly gecko: { readonly id: string } };
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
}

/**
 * Packs a built extension as Firefox installs it: a ZIP file (PKWARE's APPNOTE 4.3), its files stored as they are.
 *
 * @param version to be of, instead of its own
 */
export function xpiOf(folder: string, version?: string): Buffer {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const path of paths) {
    const name = Buffer.from(relative(folder, path));
    const isManifest = version !== undefined && name.toString() === 'manifest.json';
    const data = isManifest
      ? Buffer.from(JSON.stringify({ ...manifestOf(folder), version }))
      : readFileSync(path);
    const about = aboutFile(name, data);
    const body = Buffer.concat([numbers([0x04034b50, 4], about), name, data]);
    const at = numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    entries.push(numbers([0x02014b50, 4], [20, 2]), about, at, name);
    bodies.push(body);
    offset += body.length;
  }
  const directory = Buffer.concat(entries);
  const end = numbers(
    ...([
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [paths.length, 2],
      [paths.length, 2],
    ] as const),
    ...([
      [directory.length, 4],
      [offset, 4],
      [0, 2],
    ] as const),
  );
  return Buffer.concat([...bodies, directory, end]);
}

/** What stands both before a file and in the directory: from "version needed" to "extra field length". */
function aboutFile(name: Buffer, data: Buffer): Buffer {
  const january1980 = 0x21;
  return numbers(
    ...([
      [20, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [january1980, 2],
      [crc32(data), 4],
    ] as const),
    ...([
      [data.length, 4],
      [data.length, 4],
      [name.length, 2],
      [0, 2],
    ] as const),
  );
}

/** Numbers of so many bytes, the lowest byte first. */
function numbers(...parts: readonly (Buffer | readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (Buffer.isBuffer(part)) return part;
      const buffer = Buffer.alloc(part[1]);
      buffer.writeUIntLE(part[0], 0, part[1]);
      return buffer;
    }),
  );
}
