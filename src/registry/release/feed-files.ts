import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const TEMPORARY = '.part';

/**
 * Writes a file so that it is there whole or not at all, power cuts included: under another name, flushed, renamed, and
 * the folder flushed.
 */
export async function writeDurable(file: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}${TEMPORARY}`;
  const handle = await open(temporary, 'w', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await flushFolder(dirname(file));
}

async function flushFolder(directory: string): Promise<void> {
  // Windows knows no such thing, and needs none.
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The file's bytes, or null when there is none. */
export async function readIfThere(file: string): Promise<Buffer<ArrayBuffer> | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** The names in a folder; none when it is not there. */
async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Deletes what is in a folder and not to be kept, half-written files included. */
export async function keepOnly(directory: string, keep: (name: string) => boolean): Promise<void> {
  for (const name of await namesIn(directory)) {
    if (!keep(name)) await rm(join(directory, name), { recursive: true, force: true });
  }
}
