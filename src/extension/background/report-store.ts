import { BaizeError } from '../../core/errors.ts';
import type { SentReport } from '../messages.ts';
import type { Connection } from './connection.ts';
import { readable } from './database.ts';
import type { Values } from './store.ts';
import { asBytes, asReport } from './stored-shapes.ts';

type Picture = Uint8Array<ArrayBuffer>;

/** Reports of this browser and the pictures that wait to be sent, by the report's id. */
export interface ReportStore {
  all(): Promise<SentReport[]>;
  get(id: string): Promise<SentReport | undefined>;
  put(report: SentReport): Promise<void>;
  picture(id: string): Promise<Picture | undefined>;
  putPicture(id: string, picture: Picture): Promise<void>;
  dropPicture(id: string): Promise<void>;
  /** With its picture. */
  remove(id: string): Promise<void>;
}

/** Small things that cannot be had again once they are lost, kept apart from the database. */
export interface LocalValues extends Values {
  all(): Promise<Readonly<Record<string, unknown>>>;
}

const nameOf = (id: string): string => `report ${id}`;

/** Reports cannot be fetched again: they are not in the database, which a browser may clear. Their pictures are. */
export function reportStore(connection: Connection, local: LocalValues): ReportStore {
  let loading: Promise<Map<string, SentReport>> | null = null;
  const known = async () => {
    loading ??= load(connection, local);
    const reports = await loading.catch(nothing);
    if (reports === null) loading = null;
    return reports ?? new Map<string, SentReport>();
  };
  const dropPicture = (id: string) => connection.write((database) => database.delete('pictures', id));
  return {
    all: async () => [...(await known()).values()],
    get: async (id) => (await known()).get(id),
    async put(report) {
      const { id } = report.report;
      const reports = await known();
      await local.put(nameOf(id), report).catch(refuse);
      reports.set(id, report);
    },
    picture: async (id) => asBytes(await readable(connection, (database) => database.get('pictures', id))),
    async putPicture(id, picture) {
      await known();
      await connection.write((database) => database.put('pictures', picture, id)).catch(refuse);
    },
    dropPicture,
    async remove(id) {
      const reports = await known();
      await local.put(nameOf(id), undefined);
      reports.delete(id);
      await dropPicture(id);
    },
  };
}

async function load(connection: Connection, local: LocalValues): Promise<Map<string, SentReport>> {
  const kept = Object.entries(await local.all()).filter(([name]) => name.startsWith(nameOf('')));
  const reports = byId(kept.map(([, value]) => value));
  await takeOver(connection, local, reports);
  await dropStrayPictures(connection, reports).catch(nothing);
  return reports;
}

function byId(values: readonly unknown[]): Map<string, SentReport> {
  return new Map(values.flatMap((value) => asReport(value) ?? []).map((one) => [one.report.id, one]));
}

/** Earlier versions kept reports in the database. Each goes from there once it is here. */
async function takeOver(
  connection: Connection,
  local: LocalValues,
  reports: Map<string, SentReport>,
): Promise<void> {
  const old = await readable(connection, (database) => database.getAll('reports'));
  for (const [id, one] of byId(Array.isArray(old) ? old : [])) {
    if (!reports.has(id)) await local.put(nameOf(id), one);
    reports.set(id, reports.get(id) ?? one);
    await connection.write((database) => database.delete('reports', id)).catch(nothing);
  }
}

/** A worker may die between a picture and its report. */
async function dropStrayPictures(connection: Connection, reports: Map<string, SentReport>): Promise<void> {
  const ids = await connection.use((database) => database.getAllKeys('pictures'));
  const stray = ids.filter((id) => !reports.has(id));
  for (const id of stray) await connection.write((database) => database.delete('pictures', id));
}

function nothing(error: unknown): null {
  console.error(error);
  return null;
}

function refuse(cause: unknown): never {
  throw new BaizeError('store', 'The report could not be stored on this computer.', { cause });
}
