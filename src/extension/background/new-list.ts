import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import type { List } from '../../core/list.ts';
import { fetchDelta, fetchList, type GetFile, listLength, stateOf } from '../../core/release.ts';
import type { Trusted } from '../../core/tuf/trusted.ts';

/** A mirror from which files of the new release may come. */
export interface Source {
  readonly address: string;
  readonly get: GetFile;
  /** The same files, and what of them arrives is told. */
  readonly counted: (received: (bytes: number) => void) => GetFile;
}

/** All that getting a list touches outside itself. */
export interface ListDoors {
  /** Bytes of whole lists that may still be fetched. */
  readonly allowed: () => number;
  /** Told of bytes of whole lists that were fetched. */
  readonly spend: (bytes: number) => void;
  /** Told of a mirror that sent what it should not. */
  readonly faulty: (address: string) => void;
}

/** The list at hand, and its state digest. */
export interface Base {
  readonly list: List;
  readonly sha256: string;
}

/**
 * The text of a release's list. Its digest is signed, so any mirror may send it, and a delta from one of them is better
 * than a whole list from another: a mirror that sends a page for a delta that it has not costs nothing but the question.
 *
 * @param base null when the list at hand is damaged
 * @throws BaizeError `spent` when the whole list would be more than a day allows, else what the last mirror did wrong
 */
export async function newText(
  sources: readonly Source[],
  base: Base | null,
  trusted: Trusted,
  doors: ListDoors,
): Promise<Uint8Array<ArrayBuffer>> {
  const delta = base && (await byDelta(sources, base, trusted, doors));
  return delta ?? wholeList(sources, trusted, doors);
}

async function byDelta(
  sources: readonly Source[],
  { list, sha256 }: Base,
  trusted: Trusted,
  doors: ListDoors,
): Promise<Uint8Array<ArrayBuffer> | null> {
  for (const source of sources) {
    const take = () => fetchDelta(source.get, list, sha256, stateOf(trusted));
    const text = await take().catch((error) => blame(error, source, doors));
    if (text !== null && !(text instanceof BaizeError)) return text;
  }
  return null;
}

async function wholeList(
  sources: readonly Source[],
  trusted: Trusted,
  doors: ListDoors,
): Promise<Uint8Array<ArrayBuffer>> {
  let last = new BaizeError('network', 'The feed has no address.');
  for (const source of sources) {
    if (doors.allowed() < Math.min(listLength(trusted), limits.listGzipBytes)) throw spent();
    const text = await fetchList(source.counted(doors.spend), trusted).catch((error) =>
      blame(error, source, doors),
    );
    if (!(text instanceof BaizeError)) return text;
    last = text;
  }
  throw last;
}

function blame(error: unknown, { address }: Source, { faulty }: ListDoors): BaizeError {
  if (!(error instanceof BaizeError)) throw error;
  faulty(address);
  return error;
}

const spent = () =>
  new BaizeError('spent', 'The whole list was fetched too often today. It is tried again within hours.');
