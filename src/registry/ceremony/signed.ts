import { BaizeError } from '../../core/errors.ts';
import type { Root } from '../../core/tuf/metadata.ts';
import { readIfThere, writeDurable } from '../release/feed-files.ts';
import { sha256Of } from '../release/list-text.ts';
import { messageOf } from '../release/proposal.ts';

/**
 * Notes beside a root key which root is about to be signed with it, before it is: two roots of one version that both have
 * their signatures would lead browsers two ways, and nobody back.
 *
 * @param root what is to be signed
 * @param again sign another root of this version all the same
 * @throws BaizeError `input` when another root of this version was signed with this key
 */
export async function noteSigned(keyFile: string, root: Root, again: boolean): Promise<void> {
  const file = `${keyFile}.signed`;
  const lines = Buffer.from((await readIfThere(file)) ?? [])
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const { version } = root;
  const line = `${version} ${sha256Of(messageOf(root))}`;
  if (lines.includes(line)) return;
  if (!again && lines.some((one) => one.startsWith(`${version} `))) {
    throw new BaizeError(
      'input',
      `This key has signed another root ${version}. Were both to be published, browsers would part for ever: ask the other members which one goes on. If the other was given up: --again.`,
    );
  }
  await writeDurable(file, Buffer.from([...lines, line, ''].join('\n')), 0o600).catch((cause) => {
    throw new BaizeError('input', `${file} can not be written: what a root key signs is noted beside it.`, {
      cause,
    });
  });
}
