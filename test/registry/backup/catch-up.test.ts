import { once } from 'node:events';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { backUp } from '../../../src/registry/backup/backup.ts';
import { catchUp } from '../../../src/registry/backup/catch-up.ts';
import { restore } from '../../../src/registry/backup/restore.ts';
import { cosign } from '../../../src/registry/cosign/cosign.ts';
import { verifyLog } from '../../../src/registry/cosign/verify-log.ts';
import { openRegistry, pathsOf, type Registry } from '../../../src/registry/registry.ts';
import { takeCosignatures } from '../../../src/registry/release/collect.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { sourceOf } from '../../../src/registry/release/source.ts';
import type { Tables } from '../../../src/registry/store/schema.ts';
import { castBatch, localBallot } from '../../../src/registry/voting/ballot.ts';
import { voterOf } from '../../../src/registry/voting/statement.ts';
import { useDatabase } from '../databases.ts';
import { newAlliance, release, replicaOf, type TestAlliance, vote } from '../members.ts';
import { run, tempFolder, verifiedLines } from '../workspace.ts';

const listed = { action: 'list', kind: 'phishing', level: 'stop' } as const;

/** An alliance whose registry is lost: it has a backup, and the feed that went on after that. */
async function lost(address = 'https://feed.example/feed/') {
  const alliance = await newAlliance({ address });
  const { registry, members } = alliance;
  const signers = await Promise.all(
    members.map(async (member) => ({ member, replica: await replicaOf(member) })),
  );
  const both = async (key: string) => {
    for (const member of members.slice(0, 2)) await vote(alliance, member, key);
  };
  await both('before.test');
  await release(alliance, signers.slice(0, 2));
  const file = join(await tempFolder(), 'old.backup');
  await backUp(registry, file, true, new Date());
  return { alliance, signers, both, file };
}

/** The backup in a folder of its own. */
async function restored(file: string): Promise<Registry> {
  const data = join(await tempFolder(), 'restored');
  await useDatabase(data);
  await restore(file, pathsOf(data));
  const registry = await openRegistry(data);
  onTestFinished(() => registry.close());
  return registry;
}

/** A copy of the feed, as a mirror has it. */
async function mirrorOf({ paths }: Registry): Promise<string> {
  const mirror = join(await tempFolder(), 'mirror');
  await cp(paths.feed, mirror, { recursive: true });
  return mirror;
}

/** What the log and its replay left: everything that the next release is made from. */
async function stateOf({ db }: Registry) {
  const rows = async (table: keyof Tables, ...but: string[]) =>
    (await db.selectFrom(table).selectAll().execute())
      .map((row) => JSON.stringify(Object.entries(row).filter(([name]) => !but.includes(name))))
      .sort();
  return {
    leaves: await rows('leaf', 'received'),
    bodies: await rows('body', 'received'),
    position: await rows('position'),
    ...{ standing: await rows('standing'), tenure: await rows('tenure'), entry: await rows('entry') },
    ...{ tiles: await rows('tile_hash'), roots: await rows('root'), alliances: await rows('alliance') },
    changes: await rows('change', 'id', 'release'),
  };
}

async function goesOn(
  { members }: TestAlliance,
  registry: Registry,
  signers: Awaited<ReturnType<typeof lost>>['signers'],
) {
  await publish(registry);
  for (const { member, replica } of signers) {
    const cosigned = await cosign(replica, sourceOf(registry.paths.feed), member.cosigner);
    await takeCosignatures(registry.db, Buffer.from(JSON.stringify(cosigned!.cosignatures)), new Date());
  }
  expect(members.length).toBeGreaterThan(signers.length);
  return publish(registry);
}

it('a registry restored from an older backup publishes nothing until it has caught up, then goes on', async () => {
  const { alliance, signers, both, file } = await lost();
  await both('after.test');
  for (const { votes } of alliance.members.slice(0, 2)) {
    const voter = voterOf(alliance.registry.alliance, votes[0]!);
    await castBatch(
      localBallot(alliance.registry),
      voter,
      ['many-1.test', 'many-2.test'],
      listed,
      new Date(),
    );
  }
  await release(alliance, signers.slice(1));
  const mirror = await mirrorOf(alliance.registry);
  const registry = await restored(file);
  await rm(registry.paths.feed, { recursive: true });
  await cp(mirror, registry.paths.feed, { recursive: true });
  await expect(publish(registry)).rejects.toMatchObject({ code: 'rollback' });
  const refused = await run(['publish', '--data', registry.paths.data]);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain('baize log catch-up');

  const caughtUp = await run(['log', 'catch-up', mirror, '--data', registry.paths.data, '--json']);
  expect(JSON.parse(caughtUp.out)).toEqual({ leaves: 5, version: 2, entries: 4, proposed: null });
  expect(await stateOf(registry)).toEqual(await stateOf(alliance.registry));
  expect(await publish(registry)).toMatchObject({ outcome: 'current', version: 2 });
  for (const member of alliance.members.slice(0, 2)) await vote({ registry }, member, 'last.test');
  expect(await goesOn(alliance, registry, signers.slice(0, 2))).toMatchObject({
    outcome: 'released',
    version: 3,
  });
  expect(await verifyLog(sourceOf(registry.paths.feed))).toMatchObject({ version: 3, entries: 5 });
  expect(await verifiedLines(registry.paths.feed)).toContain('last.test phishing');
});

it('takes over a proposal that a co-signer has signed, into a feed folder that is behind', async () => {
  const { alliance, signers, both, file } = await lost();
  await both('after.test');
  await release(alliance, signers.slice(0, 2));
  await both('proposed.test');
  await publish(alliance.registry);
  const [first] = signers;
  await cosign(first!.replica, alliance.feed, first!.member.cosigner);
  const registry = await restored(file);
  const caughtUp = await catchUp(registry, alliance.feed);
  expect(caughtUp).toEqual({ leaves: 6, version: 2, entries: 2, proposed: 3 });
  expect(await stateOf(registry)).toEqual(await stateOf(alliance.registry));
  expect(await goesOn(alliance, registry, signers.slice(0, 2))).toMatchObject({ version: 3 });
  expect(await verifyLog(sourceOf(registry.paths.feed))).toMatchObject({ entries: 3 });
});

it('does not catch up with a log that is not its own', async () => {
  const { alliance, signers, both, file } = await lost();
  const registry = await restored(file);
  await vote({ registry }, alliance.members[2]!, 'only-here.test');
  const before = await stateOf(registry);
  await both('after.test');
  await release(alliance, signers.slice(0, 2));
  await expect(catchUp(registry, alliance.feed)).rejects.toMatchObject({ code: 'log' });
  expect(await stateOf(registry)).toEqual(before);
});

/** A web server, whose files come later. */
async function mirrorServer(): Promise<{ address: string; show: (folder: string) => void }> {
  let shown = '';
  const server = createServer(async ({ url }, response) => {
    const bytes = await readFile(join(shown, url!)).catch(() => null);
    response.writeHead(bytes === null ? 404 : 200).end(bytes);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const show = (folder: string) => {
    shown = folder;
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, show };
}

it('a restore says so when the feed at its address has gone on; what no member signed stops nobody', async () => {
  const { address, show } = await mirrorServer();
  const { alliance, signers, both, file } = await lost(address);
  await both('after.test');
  await release(alliance, signers.slice(0, 2));
  const mirror = await mirrorOf(alliance.registry);
  show(mirror);
  const data = join(await tempFolder(), 'restored');
  await useDatabase(data);
  const refused = await run(['restore', file, '--data', data]);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain(`baize log catch-up ${address}`);
  for (const command of ['publish', 'serve'])
    expect((await run([command, '--data', data])).err, command).toContain(`baize log catch-up ${address}`);
  const timestamp = join(mirror, 'metadata/timestamp.json');
  const { signed } = JSON.parse(await readFile(timestamp, 'utf8'));
  await writeFile(timestamp, JSON.stringify({ signed: { ...signed, version: 99 }, signatures: [] }));
  expect((await run(['publish', '--data', data])).code).toBe(0);
});
