import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { List, writeList } from '../../../src/core/list.ts';
import { signMetadata } from '../../../src/core/tuf/sign.ts';
import { openTrusted, targetInfo } from '../../../src/core/tuf/trusted.ts';
import { openKey } from '../../../src/registry/keys/key-file.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { keyFileOf, signerIn } from '../../../src/registry/release/keys.ts';
import { protectedEntries } from '../../../src/registry/release/protected-entries.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { sourceOf } from '../../../src/registry/release/source.ts';
import { snapshotOf, targetsOf, timestampOf } from '../../../src/registry/release/unsigned.ts';
import { factsOf, openFeed } from '../../../src/registry/release/verify.ts';
import { instant } from '../../../src/registry/store/database.ts';
import { listEntries } from '../votes.ts';
import { entry, newRegistry } from '../workspace.ts';

async function twoReleases(): Promise<Registry> {
  const registry = await newRegistry();
  for (const key of ['a.test', 'b.test']) {
    await listEntries(registry, [entry(key)]);
    await publish(registry);
  }
  return registry;
}

async function verify(place: string, now = new Date()) {
  const source = sourceOf(place);
  return factsOf(source, await openFeed(source, now), now);
}

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a feed', () => {
  it('tells its facts', async () => {
    const registry = await twoReleases();
    expect(await verify(registry.paths.feed)).toMatchObject({
      version: 3,
      entries: 2,
      signers: ['sample-alliance'],
      threshold: 1,
      rootVersion: 1,
      delta: 'held',
    });
  });

  it('with any one of its files changed is refused', async () => {
    const { paths } = await twoReleases();
    const { feed } = paths;
    const facts = await verify(feed);
    const targets = await readdir(join(feed, 'targets'));
    const files = [
      'metadata/1.root.json',
      'metadata/timestamp.json',
      'metadata/3.snapshot.json',
      'metadata/3.targets.json',
      ...targets.filter((name) => name.endsWith('.json')).map((name) => `targets/${name}`),
      ...(await newestList(feed)),
    ];
    for (const file of files) {
      const bytes = await readFile(join(feed, file));
      const changed = Buffer.from(bytes);
      changed[changed.length >> 1]! ^= 1;
      await writeFile(join(feed, file), changed);
      await expect(verify(feed), file).rejects.toThrow();
      await rm(join(feed, file));
      await expect(verify(feed), file).rejects.toThrow();
      await writeFile(join(feed, file), bytes);
    }
    expect(await verify(feed)).toMatchObject({ state: facts.state });
  });

  it('whose signed state is not that of its list is refused', async () => {
    const { paths } = await twoReleases();
    const { trusted, state } = await openFeed(sourceOf(paths.feed), new Date());
    const key = await openKey(keyFileOf(paths.keys, 'cosigner'), 'cosigner');
    const signer = signerIn(openTrusted(trusted).root, 'targets', key);
    const facts = (name: string) => {
      const { length, hashes } = targetInfo(trusted, name)!;
      return { length, sha256: hashes.sha256! };
    };
    const list = { file: facts('list.txt.gz'), state: { ...state, sha256: '0'.repeat(64) } };
    const [version, time] = [9, instant(new Date())];
    const write = async (name: string, signed: object) =>
      writeFile(join(paths.feed, 'metadata', name), await signMetadata(signed, [signer]));
    const alliance = facts('alliance.json');
    await write('9.targets.json', targetsOf({ version, time, list: list.file, state: list.state, alliance }));
    await write('9.snapshot.json', snapshotOf({ version, time }));
    await write('timestamp.json', timestampOf({ version, time, snapshot: version }));
    await expect(verify(paths.feed)).rejects.toMatchObject({ code: 'hash' });
  });

  it('whose delta leads elsewhere is refused; one without deltas is not', async () => {
    const { paths } = await twoReleases();
    const { state } = await verify(paths.feed);
    const folder = join(paths.feed, 'delta', state);
    for (const name of await readdir(folder))
      await writeFile(join(folder, name), gzipSync('+c.test phishing\n'));
    await expect(verify(paths.feed)).rejects.toMatchObject({ code: 'hash' });
    await rm(folder, { recursive: true });
    expect(await verify(paths.feed)).toMatchObject({ delta: 'none' });
  });

  it('is expired a day after the last signature', async () => {
    const { paths } = await twoReleases();
    const now = new Date(Date.now() + limits.timestampExpiry + 1_000);
    await expect(verify(paths.feed, now)).rejects.toMatchObject({ code: 'expired' });
  });

  it('names the entries that are never stopped', async () => {
    const registry = await newRegistry();
    const feed = await openFeed(sourceOf(registry.paths.feed), new Date());
    const list = new List(writeList(['google.com', 'github.io', 'scam.test'].map((key) => entry(key))));
    expect(protectedEntries({ ...feed, list })).toEqual(['github.io', 'google.com']);
  });
});

async function newestList(feed: string): Promise<string[]> {
  const targets = JSON.parse(await readFile(join(feed, 'metadata/3.targets.json'), 'utf8'));
  return [`targets/${targets.signed.targets['list.txt.gz'].hashes.sha256}.list.txt.gz`];
}

describe('a server', () => {
  it('that redirects is refused', async () => {
    const url = await answering((_, response) => {
      response.writeHead(302, { location: 'http://elsewhere.test/' }).end();
    });
    await expect(verify(url)).rejects.toThrow('a redirect');
  });

  it('that answers everything with a page is refused', async () => {
    const url = await answering((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    });
    await expect(verify(url)).rejects.toMatchObject({ code: 'format' });
  });

  it('that sends without end is cut off', async () => {
    const url = await answering((_, response) => {
      const send = () => {
        while (response.write(Buffer.alloc(65_536))) {}
      };
      response.on('drain', send);
      send();
    });
    await expect(verify(url)).rejects.toMatchObject({ code: 'length' });
  });

  it('that is not there is said so', async () => {
    await expect(verify('http://127.0.0.1:9/')).rejects.toMatchObject({ code: 'network' });
  });
});
