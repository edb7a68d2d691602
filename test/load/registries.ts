import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresServer } from '../../scripts/lib/postgres.ts';
import { initRegistry } from '../../src/registry/init.ts';

/** Where a bench keeps its registry. */
export type Kind = 'sqlite' | 'postgres';

/**
 * Does something with a new registry that writes through to the disk, and removes it. Processes that `work` starts use the
 * same database.
 */
export async function withNewRegistry<T>(kind: Kind, work: (data: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'baize-load-'));
  const server = kind === 'postgres' ? await PostgresServer.start({ durable: true }) : null;
  try {
    if (server) process.env.BAIZE_DATABASE_URL = await server.create('baize');
    const data = join(folder, 'data');
    const { registry } = await initRegistry(data, 'Sample alliance');
    await registry.close();
    return await work(data);
  } finally {
    delete process.env.BAIZE_DATABASE_URL;
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
