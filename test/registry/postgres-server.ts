import type { TestProject } from 'vitest/node';
import { PostgresServer } from '../../scripts/lib/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the tests' own PostgreSQL server; there in the project `postgres` only. */
    readonly postgres: string;
  }
}

/** Starts one server for all tests of a run. Each test has a database of its own on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await PostgresServer.start();
  project.provide('postgres', server.url('postgres'));
  return () => server.stop();
}
