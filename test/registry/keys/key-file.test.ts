import { spawn } from 'node:child_process';
import { verify } from 'node:crypto';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { armor, Decrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { createKey, isSealed, openKey, publicKeyOf } from '../../../src/registry/keys/key-file.ts';
import { run, runProcess, tempFolder } from '../workspace.ts';

const passphrase = 'sample of a long passphrase';
const ask = async () => passphrase;

async function keyIn(given: string | null = null) {
  const file = join(await tempFolder(), 'ant.key');
  const key = await createKey(file, { use: 'vote', member: 'ant', label: 'first', passphrase: given });
  return { file, key };
}

/** Changes a key file and leaves it private. */
async function alter(file: string, change: object): Promise<void> {
  const key = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...key, ...change }));
}

describe('a key file', () => {
  it('signs with the key that RFC 8032 derives from its 32 bytes', async () => {
    const { file } = await keyIn();
    // RFC 8032, 7.1, test 1: secret and public key, and the signature of the empty message.
    await alter(file, {
      secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      public: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    });
    const key = await openKey(file, 'vote');
    expect(Buffer.from(await key.sign(new Uint8Array())).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });

  it('can be read by its owner only, and names what it is for', async () => {
    const { file, key } = await keyIn();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(key).toEqual({
      _type: 'public-key',
      use: 'vote',
      member: 'ant',
      label: 'first',
      public: key.public,
    });
    expect(await publicKeyOf(file)).toEqual(key);
    await expect(openKey(file, 'root')).rejects.toThrow('is a vote key, and a root key is needed');
  });

  it('is sealed by age: neither its text nor a wrong passphrase gives the secret away', async () => {
    const { file, key } = await keyIn(passphrase);
    const stored = JSON.parse(await readFile(file, 'utf8'));
    expect(Object.keys(stored)).toEqual(['_type', 'use', 'member', 'label', 'public', 'age']);
    expect(await isSealed(file)).toBe(true);
    expect(await publicKeyOf(file)).toEqual(key);
    await expect(openKey(file, 'vote')).rejects.toThrow('nobody to ask');
    await expect(openKey(file, 'vote', async () => 'another passphrase')).rejects.toMatchObject({
      code: 'input',
    });
    const message = Buffer.from('sample');
    const signature = await (await openKey(file, 'vote', ask)).sign(message);
    const x = Buffer.from(key.public, 'hex').toString('base64url');
    const verifier = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' as const };
    expect(verify(null, message, verifier, signature)).toBe(true);
    const other = new Decrypter();
    other.addPassphrase(passphrase);
    expect(await other.decrypt(armor.decode(stored.age), 'text')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('that others can read is refused, whoever they are', async () => {
    const { file } = await keyIn();
    for (const mode of [0o640, 0o604, 0o644, 0o660, 0o610]) {
      await chmod(file, mode);
      await expect(openKey(file, 'vote')).rejects.toThrow('chmod 600');
    }
    await chmod(file, 0o400);
    await openKey(file, 'vote');
  });

  it('that was changed or is none is refused', async () => {
    const { file } = await keyIn();
    const other = await keyIn();
    await alter(file, { public: other.key.public });
    await expect(openKey(file, 'vote')).rejects.toThrow('not its own');
    for (const change of [
      { use: 'all' },
      { member: 'Ant' },
      { secret: 'x' },
      { more: 1 },
      { _type: 'public-key' },
    ]) {
      const { file: fresh } = await keyIn();
      await alter(fresh, change);
      await expect(openKey(fresh, 'vote')).rejects.toThrow('is not a key file');
    }
    await writeFile(file, '-----BEGIN PRIVATE KEY-----');
    await expect(openKey(file, 'vote')).rejects.toThrow('is not JSON');
    await writeFile(file, ' '.repeat(100_000));
    await expect(openKey(file, 'vote')).rejects.toThrow('is not a key file');
    await expect(openKey(`${file}.none`, 'vote')).rejects.toMatchObject({ code: 'missing' });
  });

  it('is never written over', async () => {
    const { file, key } = await keyIn();
    await expect(createKey(file, { use: 'vote', member: 'ant', passphrase: null })).rejects.toThrow(
      'never written over',
    );
    expect(await publicKeyOf(file)).toEqual(key);
  });
});

describe('key', () => {
  it('new, list, show and export tell of a key; only its file holds the secret', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'ant.key');
    const words = join(folder, 'words');
    await writeFile(words, `${passphrase}\nanother line\n`);
    const made = await run([
      'key',
      'new',
      file,
      '--use',
      'vote',
      '--member',
      'ant',
      '--passphrase-file',
      words,
    ]);
    expect(made).toMatchObject({ code: 0, err: '' });
    const { key } = { key: await publicKeyOf(file) };
    expect(made.out).toContain(key.public);
    expect(JSON.parse((await run(['key', 'export', file])).out)).toEqual(key);
    expect((await run(['key', 'list', folder])).out).toMatch(/^vote +ant +sealed +[0-9a-f]{64}/);
    expect((await run(['key', 'show', file])).out).toContain('sealed    true');
    const tried = await run(['key', 'show', file, '--try', '--json', '--passphrase-file', words]);
    expect(JSON.parse(tried.out)).toMatchObject({ member: 'ant', sealed: true, opened: true });
    await writeFile(words, 'not this one, surely');
    expect(await run(['key', 'show', file, '--try', '--passphrase-file', words])).toMatchObject({ code: 1 });
    await chmod(file, 0o644);
    expect(await run(['key', 'list', folder])).toMatchObject({ code: 1, out: '' });
  });

  it('new asks for a passphrase unless told to do without, and not for a short one', async () => {
    const folder = await tempFolder();
    const make = ['key', 'new', join(folder, 'a.key'), '--use', 'cosigner', '--member', 'ant'];
    expect(await run(make)).toMatchObject({ code: 1 });
    await writeFile(join(folder, 'short'), 'too short\n');
    const short = await run([...make, '--passphrase-file', join(folder, 'short')]);
    expect(short.err).toContain('at least 12 characters');
    expect((await run([...make, '--no-passphrase'])).err).toContain('is not sealed');
    for (const args of [
      ['key', 'new', 'x.key', '--use', 'vote', '--no-passphrase'],
      ['key', 'new', 'x.key', '--member', 'ant'],
      ['key', 'new', 'x.key', '--use', 'all', '--member', 'ant'],
    ]) {
      expect(await run(args), args.join(' ')).toMatchObject({ code: 2 });
    }
    const odd = [
      'key',
      'new',
      join(folder, 'odd.key'),
      '--use',
      'vote',
      '--member',
      'An Ant',
      '--no-passphrase',
    ];
    expect(await run(odd)).toMatchObject({ code: 1 });
    await expect(stat(join(folder, 'odd.key'))).rejects.toThrow();
  });

  it('takes the passphrase from the environment', async () => {
    const file = join(await tempFolder(), 'a.key');
    process.env.BAIZE_PASSPHRASE = passphrase;
    try {
      const make = ['key', 'new', file, '--use', 'root', '--member', 'ant'];
      expect(await runProcess(make)).toMatchObject({ code: 0 });
      expect(await runProcess(['key', 'show', file, '--try'])).toMatchObject({ code: 0 });
    } finally {
      delete process.env.BAIZE_PASSPHRASE;
    }
    await openKey(file, 'root', ask);
  });
});

const baize = fileURLToPath(new URL('../../../scripts/baize', import.meta.url));

/** Runs the command line at a terminal of its own (script(1)) and types an answer to each question. */
async function atTerminal(args: readonly string[], answers: readonly string[]) {
  const command = [baize, ...args].map((arg) => `'${arg}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [...answers];
  child.stdout.on('data', (chunk: Buffer) => {
    if (/: $/.test(chunk.toString())) child.stdin.write(waiting.shift() ?? '');
  });
  const out = readText(child.stdout);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, out: await out };
}

describe.skipIf(process.platform !== 'linux')('at a terminal', () => {
  it('a passphrase is asked for twice, and not shown', async () => {
    const file = join(await tempFolder(), 'a.key');
    const make = ['key', 'new', file, '--use', 'vote', '--member', 'ant'];
    const made = await atTerminal(make, [`${passphrase}\r`, `${passphrase}\r`]);
    expect(made.code).toBe(0);
    expect(made.out).toContain('Passphrase for the new key:');
    expect(made.out).toContain('once more');
    expect(made.out).not.toContain('sample');
    const tried = await atTerminal(['key', 'show', file, '--try'], [`${passphrase}\r`]);
    expect(tried.code).toBe(0);
    expect(tried.out).not.toContain('of a long');
  });

  it('no key is made when the two differ, or after Ctrl-C', async () => {
    const file = join(await tempFolder(), 'a.key');
    const make = ['key', 'new', file, '--use', 'vote', '--member', 'ant'];
    expect((await atTerminal(make, [`${passphrase}\r`, `${passphrase}!\r`])).out).toContain('differ');
    const stopped = await atTerminal(make, ['\x03']);
    expect(stopped).toMatchObject({ code: 1 });
    expect(stopped.out).toContain('Stopped; nothing was done.');
    await expect(stat(file)).rejects.toThrow();
  });
});
