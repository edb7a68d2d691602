import { readFile } from 'node:fs/promises';
import { BaizeError } from '../../core/errors.ts';
import { requireNotBehindAddresses } from '../backup/ahead.ts';
import type { Command } from '../command.ts';
import { takeCosignatures } from '../release/collect.ts';
import { publish } from '../release/publish.ts';
import { duration, jsonLine, progress } from '../terminal.ts';
import { describePublished } from '../voting/publish-alone.ts';
import { withRegistry } from './shared.ts';

export const publishCommand: Command = {
  name: 'publish',
  summary: 'Take new votes into a release, or renew what nears its expiry',
  words: '',
  count: [0, 0],
  options: {
    signed: {
      value: 'FILE',
      help: 'what a co-signer wrote with --out; again for each',
      multiple: true,
    },
    json: { help: 'print one JSON object' },
  },
  details:
    'A member alone signs at once. In a bigger alliance the release is proposed; it is out as soon as enough co-signers\nhave signed it. A running server does all of this by itself.',
  run: async (args, terminal) =>
    withRegistry(args, async (registry) => {
      await requireNotBehindAddresses(registry);
      const start = performance.now();
      for (const file of args.texts('signed')) {
        await takeCosignatures(registry.db, await readSigned(file), new Date());
      }
      const published = await publish(registry, { onStep: progress(terminal) });
      const took = performance.now() - start;
      const time = took < 1_000 ? `${Math.round(took)} ms` : duration(took);
      await terminal.print(
        args.has('json') ? jsonLine(published) : `${describePublished(published)} ${time}.`,
      );
      return 0;
    }),
};

async function readSigned(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause) => {
    throw new BaizeError('input', `${file} can not be read: is the name right?`, { cause });
  });
}
