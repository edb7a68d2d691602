import { expect, it } from 'vitest';
import { workHeader } from '../../src/core/work.ts';
import { asking, workFor } from './reporters.ts';
import { listEntries } from './votes.ts';
import { entry, newRegistry, runProcess, start, urlOf, verifiedLines } from './workspace.ts';

const SERVERS = 3;

/** Work that one of them asked for is done for all. */
const post = (url: string, body: object, work: string) =>
  fetch(`${url}v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [workHeader]: work },
    body: JSON.stringify(body),
  });

/** Real server processes on one registry. @returns their addresses */
async function servers(data: string): Promise<string[]> {
  const started = Array.from({ length: SERVERS }, () => start(['serve', '--port', '0', '--data', data]));
  return Promise.all(started.map(urlOf));
}

it('servers side by side take each report once', async () => {
  const { db, paths } = await newRegistry();
  const urls = await servers(paths.data);
  const reports = Array.from({ length: 15 }, (_, index) => ({
    id: `side-by-side-${String(index).padStart(4, '0')}`,
    subject: `http://scam${index}.test/`,
    kind: 'phishing',
  }));
  const sent = reports.map(async (report) => {
    const work = await workFor(asking(urls[0]!), report.id);
    return Promise.all(urls.map((url) => post(url, report, work)));
  });
  for (const answers of await Promise.all(sent)) {
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const receipts = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
  }
  expect(await db.selectFrom('report').select('id').execute()).toHaveLength(reports.length);
});

it('servers side by side, and commands beside them, release what is pending once', async () => {
  const registry = await newRegistry();
  const { db, paths } = registry;
  const count = async () => (await db.selectFrom('release').select('id').execute()).length;
  const before = await count();
  await servers(paths.data);
  // One vote: of two, a server may release the first before the second is there.
  await listEntries(registry, [entry('a.test')]);
  const ran = await Promise.all(
    Array.from({ length: SERVERS }, () => runProcess(['publish', '--data', paths.data])),
  );
  for (const { code } of ran) expect(code).toBe(0);
  const lines = ['a.test phishing'];
  await expect.poll(() => verifiedLines(paths.feed)).toEqual(lines);
  expect(await count()).toBe(before + 1);
});
