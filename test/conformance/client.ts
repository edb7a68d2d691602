import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { BaizeError } from '../../src/core/errors.ts';
import { limits } from '../../src/core/limits.ts';
import { sha256 } from '../../src/core/tuf/bytes.ts';
import { refresh } from '../../src/core/tuf/refresh.ts';
import { openTrusted, type Trusted, targetInfo, verifyTarget } from '../../src/core/tuf/trusted.ts';

const usage = `client --metadata-dir D init ROOT
client --metadata-dir D --metadata-url U refresh
client --metadata-dir D --metadata-url U --target-name T --target-base-url U --target-dir D download`;

const roles = ['root', 'timestamp', 'snapshot', 'targets'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'metadata-dir': { type: 'string' },
    'metadata-url': { type: 'string' },
    'target-name': { type: 'string' },
    'target-base-url': { type: 'string' },
    'target-dir': { type: 'string' },
  },
});

function option(name: keyof typeof values): string {
  const value = values[name];
  if (value === undefined) throw new BaizeError('input', `--${name} is missing.\n${usage}`);
  return value;
}

/** Trusts the given root file; it is judged at the first refresh. */
async function initialise(rootFile: string | undefined): Promise<void> {
  if (rootFile === undefined) throw new BaizeError('input', `init needs a root file.\n${usage}`);
  await store(join(option('metadata-dir'), 'root.json'), await readFile(rootFile));
}

/** Refreshes the four roles and stores every step that verified, also when a later one failed. */
async function refreshStored(): Promise<Trusted> {
  const before = await load();
  const base = option('metadata-url');
  const { trusted, error } = await refresh(
    before,
    (name, maxBytes) => httpGet(resolve(base, name), maxBytes),
    new Date(),
    {}, // other people's repositories live longer than Baize's feeds
  );
  await save(before, trusted);
  if (error) throw error;
  return trusted;
}

async function load(): Promise<Trusted> {
  const files = await Promise.all(roles.map((role) => readIfThere(metadataFile(role))));
  const [root] = files;
  if (!root) throw new BaizeError('missing', 'There is no trusted root: run init first.');
  const present = roles.map((role, i) => [role, files[i]] as const).filter(([, bytes]) => bytes);
  return { root, ...Object.fromEntries(present) };
}

/** Forgets before it stores, so that a kill in between cannot leave a new root beside versions it revoked. */
async function save(before: Trusted, after: Trusted): Promise<void> {
  for (const role of roles) if (!after[role]) await rm(metadataFile(role), { force: true });
  for (const role of roles) {
    const bytes = after[role];
    if (bytes && bytes !== before[role]) await store(metadataFile(role), bytes);
  }
}

function metadataFile(role: string): string {
  return join(option('metadata-dir'), `${role}.json`);
}

/** Refreshes, then fetches one target unless the stored one is already what the metadata ask for. */
async function download(): Promise<void> {
  const path = option('target-name');
  const trusted = await refreshStored();
  const info = targetInfo(trusted, path);
  if (!info) throw new BaizeError('missing', `The targets metadata do not list ${path}.`);
  const file = join(option('target-dir'), await fileName(path));
  if (await isTarget(info, await readIfThere(file))) return;
  if (info.length > limits.listBytes)
    throw new BaizeError('length', `${path} is longer than any file of a feed.`);
  const prefix = openTrusted(trusted).root.consistent_snapshot
    ? `${info.hashes.sha256 ?? info.hashes.sha512}.`
    : '';
  const bytes = await httpGet(resolve(option('target-base-url'), targetUrl(path, prefix)), info.length);
  if (!bytes) throw new BaizeError('missing', `The repository has no ${path}.`);
  await verifyTarget(info, bytes);
  await store(file, bytes);
}

type Info = Parameters<typeof verifyTarget>[0];

async function isTarget(info: Info, bytes: Uint8Array | undefined): Promise<boolean> {
  if (!bytes) return false;
  return verifyTarget(info, bytes).then(
    () => true,
    () => false,
  );
}

/** `a/b c` with prefix `hash.` is `a/hash.b%20c` (specification 6.2). */
function targetUrl(path: string, prefix: string): string {
  const parts = path.split('/');
  const name = `${prefix}${parts.pop()}`;
  return [...parts, name].map(encodeURIComponent).join('/');
}

/** One file name for any target path: no separator, no dot file, no name longer than a file system takes. */
async function fileName(path: string): Promise<string> {
  const name = encodeURIComponent(path);
  return /^\.|^.{201}/.test(name) ? sha256(new TextEncoder().encode(path)) : name;
}

function resolve(base: string, name: string): string {
  return `${base.replace(/\/+$/, '')}/${name}`;
}

/** A file of at most `maxBytes`, or null for 404 and 403. Redirects are refused and longer answers cut off. */
async function httpGet(url: string, maxBytes: number): Promise<Uint8Array | null> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { 'accept-encoding': 'identity' },
    signal: AbortSignal.timeout(limits.fetchTimeout),
  });
  if (response.status === 404 || response.status === 403) return null;
  if (!response.ok) throw new BaizeError('network', `${url} answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new BaizeError('length', `${url} is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Whole or not at all: written beside, then renamed. */
async function store(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}

const [command, argument] = positionals;
const commands: Record<string, () => Promise<unknown>> = {
  init: () => initialise(argument),
  refresh: refreshStored,
  download,
};

try {
  const run = commands[command ?? ''];
  if (!run) throw new BaizeError('input', usage);
  await run();
} catch (error) {
  console.error(error instanceof BaizeError ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
