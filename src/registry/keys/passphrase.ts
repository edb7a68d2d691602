import { readFile } from 'node:fs/promises';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import type { Arguments, Option } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import type { AskPassphrase } from './key-file.ts';

const variable = 'BAIZE_PASSPHRASE';

/** For every command that opens a key. */
export const passphraseOption: Readonly<Record<string, Option>> = {
  'passphrase-file': {
    value: 'FILE',
    help: `its first line is the passphrase; without it ${variable}, or a question`,
  },
};

/** Where the passphrase of a sealed key comes from: a file, the environment, or the person at the terminal. */
export function passphraseFrom(args: Arguments, { ask }: Terminal): AskPassphrase {
  return async (file) => {
    const said = (await unattended(args)) ?? (await ask(`Passphrase of ${file}: `, 'secret'));
    if (said !== null) return said;
    const message = `${file} is sealed with a passphrase. Give it with --passphrase-file or ${variable}.`;
    throw new BaizeError('input', message);
  };
}

/**
 * The passphrase of a key that is being made, asked for twice.
 *
 * @throws BaizeError `input` when it is too short, or typed in two ways
 */
export async function newPassphrase(args: Arguments, { ask }: Terminal): Promise<string> {
  const given = await unattended(args);
  const said = given ?? (await ask('Passphrase for the new key: ', 'secret'));
  if (said === null) {
    const message = `A key is sealed with a passphrase: give one with --passphrase-file or ${variable}, or say --no-passphrase.`;
    throw new BaizeError('input', message);
  }
  if ([...said].length < limits.passphraseLength) {
    throw new BaizeError('input', `A passphrase has at least ${limits.passphraseLength} characters.`);
  }
  if (given === undefined && (await ask('The same once more: ', 'secret')) !== said) {
    throw new BaizeError('input', 'The two passphrases differ; no key was made.');
  }
  return said;
}

async function unattended(args: Arguments): Promise<string | undefined> {
  const file = args.text('passphrase-file');
  if (file === undefined) return process.env[variable];
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/, 1)[0];
  } catch (cause) {
    throw new BaizeError('input', `The passphrase file ${file} can not be read.`, { cause });
  }
}
