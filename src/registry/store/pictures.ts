import { instant } from './database.ts';
import { noteEvents } from './desk-events.ts';
import type { DeskTables } from './desk-schema.ts';
import type { Db } from './schema.ts';

type PictureType = DeskTables['picture']['type'];

/** The first bytes of the formats that are taken. */
const magic: readonly (readonly [PictureType, readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];

/** What a picture is by its own first bytes, whatever its sender says; null for anything else. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  return magic.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0] ?? null;
}

/** Stores the picture of a report. @returns whether it is the first: there is one of each */
export async function putPicture(
  db: Db,
  of: { readonly id: string; readonly case: number | null },
  type: PictureType,
  bytes: Uint8Array,
  now: Date,
): Promise<boolean> {
  const received = instant(now);
  return db.transaction().execute(async (tx) => {
    const result = await tx
      .insertInto('picture')
      .values({ report: of.id, type, bytes, received })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    const isFirst = result.numInsertedOrUpdatedRows === 1n;
    if (isFirst && of.case !== null) await noteEvents(tx, 'case', [of.case], received);
    return isFirst;
  });
}
