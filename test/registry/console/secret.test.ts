import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  lock,
  newKey,
  openKeyFile,
  publicFile,
  readKeyFile,
  sealedFile,
} from '../../../src/registry/console/key/secret.ts';
import { openKey, readPublicKey } from '../../../src/registry/keys/key-file.ts';
import { run, tempFolder } from '../workspace.ts';

const passphrase = 'a passphrase of this test';
const message = new TextEncoder().encode('what is signed');

describe('a key made in a browser', () => {
  test('is opened by the command line, which reads its public part, too', async () => {
    const made = await newKey({ member: 'ant', label: 'Desk 1' });
    const file = join(await tempFolder(), 'vote.key');
    await writeFile(file, await sealedFile(made, passphrase), { mode: 0o600 });
    const opened = await openKey(file, 'vote', async () => passphrase);
    expect(opened).toMatchObject({ use: 'vote', member: 'ant', public: made.about.public });
    const { secret } = await lock(made);
    expect(await opened.sign(message)).toEqual(
      new Uint8Array(await crypto.subtle.sign('Ed25519', secret, message)),
    );
    const exported = await run(['key', 'export', file]);
    expect(JSON.parse(publicFile(made.about))).toEqual(JSON.parse(exported.out));
    await writeFile(`${file}.public`, publicFile(made.about));
    expect((await readPublicKey(`${file}.public`, 'vote')).public).toBe(made.about.public);
  });

  test('is kept so that nothing can read its secret', async () => {
    const { secret } = await lock(await newKey({}));
    expect(secret.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', secret)).rejects.toThrow();
  });
});

describe('a key made by the command line', () => {
  const make = async (...options: string[]) => {
    const file = join(await tempFolder(), 'vote.key');
    await writeFile(`${file}.passphrase`, passphrase);
    await run(['key', 'new', file, '--member', 'ant', ...options, '--passphrase-file', `${file}.passphrase`]);
    return { file, text: await readFile(file, 'utf8') };
  };

  test('opens here with its passphrase, and with no other', async () => {
    const { file, text } = await make('--use', 'vote');
    const key = readKeyFile(text);
    const opened = await openKeyFile(key, passphrase);
    const theirs = await openKey(file, 'vote', async () => passphrase);
    const { secret } = await lock(opened);
    expect(new Uint8Array(await crypto.subtle.sign('Ed25519', secret, message))).toEqual(
      await theirs.sign(message),
    );
    await expect(openKeyFile(key, 'another passphrase')).rejects.toThrow('does not open');
  });

  test('for another use is refused, and so is one that was changed, and what is none', async () => {
    expect(() => readKeyFile('{}')).toThrow('not a key file');
    expect(() => readKeyFile('nonsense')).toThrow('not a key file');
    const { text } = await make('--use', 'root');
    expect(() => readKeyFile(text)).toThrow('a root key');
    const other = await newKey({});
    const changed = readKeyFile(
      JSON.stringify({ _type: 'key', ...other.about, secret: (await newKey({})).secret }),
    );
    await expect(openKeyFile(changed, '')).rejects.toThrow('was changed');
  });
});
