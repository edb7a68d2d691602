import { expect, it, onTestFinished } from 'vitest';
import { PostgresServer } from '../../scripts/lib/postgres.ts';
import { workHeader } from '../../src/core/work.ts';
import { initRegistry } from '../../src/registry/init.ts';
import { openDatabase } from '../../src/registry/store/database.ts';
import { asking, workFor } from './reporters.ts';
import { run, runProcess, start, tempFolder, urlOf } from './workspace.ts';

/** Runs commands with an address of a database. */
function useUrl(url: string): void {
  const before = process.env.BAIZE_DATABASE_URL;
  process.env.BAIZE_DATABASE_URL = url;
  onTestFinished(() => {
    if (before === undefined) delete process.env.BAIZE_DATABASE_URL;
    else process.env.BAIZE_DATABASE_URL = before;
  });
}

it.each([
  ['nonsense', 'is not the address of a PostgreSQL database'],
  ['mysql://sample:s3cret@127.0.0.1/baize', 'is not the address of a PostgreSQL database'],
  ['postgres://sample:s3cret@127.0.0.1', 'is not the address of a PostgreSQL database'],
  ['postgres://sample:s3c/ret@127.0.0.1:5432/baize', 'is not the address of a PostgreSQL database'],
  ['postgres://sample:s3cret@127.0.0.1:9/baize', '127.0.0.1:9/baize can not be used: connect ECONNREFUSED'],
  ['postgres://sample:s3cret@localhost:9/baize', 'localhost:9/baize can not be used: connect ECONNREFUSED'],
  ['postgres://sample:s3cret@none.test:5432/baize', 'none.test:5432/baize can not be used: getaddrinfo'],
])('the address %s gets a sentence that holds no password', async (url, sentence) => {
  useUrl(url);
  for (const args of [['status'], ['init'], ['serve']]) {
    const { code, err } = await run([...args, '--data', await tempFolder()]);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/s3c|ret@|sample/);
    expect(err.trim().split('\n')).toHaveLength(1);
  }
});

const postgres = async () => {
  const server = await PostgresServer.start();
  onTestFinished(() => server.stop());
  return server;
};

it('a database that is not there, or not UTF-8, is said so', async () => {
  const server = await postgres();
  await expect(openDatabase(server.url('none'))).rejects.toThrow('database "none" does not exist');
  await server.query(
    `create database latin encoding 'LATIN1' template template0 locale_provider libc locale 'C'`,
  );
  await expect(openDatabase(server.url('latin'))).rejects.toThrow('UTF8');
});

it('a server lives through an outage of its database: nothing is acknowledged meanwhile, and all goes on after it', async () => {
  const server = await postgres();
  useUrl(await server.create('baize'));
  const data = `${await tempFolder()}/data`;
  const { registry } = await initRegistry(data, 'Sample alliance');
  await registry.close();
  const child = start(['serve', '--port', '0', '--data', data]);
  const url = await urlOf(child);
  const ids = ['before-the-outage-1', 'during-the-outage-1', 'after-the-outage-01'];
  const works = new Map<string, string>();
  for (const id of ids) works.set(id, await workFor(asking(url), id));
  const post = (id: string) =>
    fetch(`${url}v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [workHeader]: works.get(id)! },
      body: JSON.stringify({ id, subject: 'http://scam.test/', kind: 'phishing' }),
    });
  expect((await post('before-the-outage-1')).status).toBe(201);
  await server.pause();
  const refused = await post('during-the-outage-1');
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });
  expect((await fetch(`${url}healthz`)).status).toBe(503);
  expect((await fetch(`${url}feed/metadata/timestamp.json`)).status).toBe(200);
  await server.resume();
  await expect.poll(async () => (await post('after-the-outage-01')).status).toBe(200); // 201, then known
  expect((await fetch(`${url}healthz`)).status).toBe(200);
  const { out } = await runProcess(['reports', '--json', '--data', data]);
  const stored = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id);
  expect(stored.sort()).toEqual(['after-the-outage-01', 'before-the-outage-1']);
});
