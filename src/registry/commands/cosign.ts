import { setTimeout as sleep } from 'node:timers/promises';
import { BaizeError } from '../../core/errors.ts';
import { type Arguments, type Command, UsageError } from '../command.ts';
import { type Cosigned, cosign } from '../cosign/cosign.ts';
import { type Delivered, deliver } from '../cosign/deliver.ts';
import { openReplica, type Replica } from '../cosign/replica.ts';
import { openKey, type SigningKey } from '../keys/key-file.ts';
import { passphraseFrom, passphraseOption } from '../keys/passphrase.ts';
import { pathsOf } from '../registry.ts';
import { writeDurable } from '../release/feed-files.ts';
import { keyFileOf } from '../release/keys.ts';
import { type Source, sourceOf } from '../release/source.ts';
import { stopSignal } from '../stop-signal.ts';
import { jsonLine, plain, progress, type Terminal } from '../terminal.ts';
import { readRoot } from '../voting/booth.ts';

export const cosignCommand: Command = {
  name: 'cosign',
  summary: 'Judge what a feed proposes and sign it with a member’s co-signer, or say why not',
  words: 'URL|DIR',
  count: [1, 1],
  options: {
    key: { value: 'FILE', help: 'the co-signer’s key (default: cosigner.key of the data folder)' },
    ...passphraseOption,
    root: {
      value: 'FILE',
      help: 'the root to trust at first; without it the feed’s own first root is believed',
    },
    watch: { value: 'SECONDS', help: 'go on, and look this often' },
    registry: { value: 'URL', help: 'where signatures go (default: beside the feed, if that is a URL)' },
    out: { value: 'FILE', help: 'write the signatures to a file instead, for: baize publish --signed FILE' },
    json: { help: 'print one JSON object for each proposal' },
  },
  details:
    'URL|DIR is the feed’s base. The data folder keeps what this co-signer has replayed and signed: back it up with the key,\nand never run two co-signers with one key. Neither the proposer nor the server is believed.',
  run: async (args, terminal) => {
    const watch = readSeconds(args.text('watch'));
    const source = sourceOf(args.words[0]!);
    const file = args.text('key') ?? keyFileOf(pathsOf(args.data).keys, 'cosigner');
    const key = await openKey(file, 'cosigner', passphraseFrom(args, terminal));
    const replica = await openReplica(args.data);
    const job: Watch = { args, terminal, source, key, replica, last: { digest: '', said: '', until: 0 } };
    try {
      return watch === null ? await once(job) : await keepSigning(job, watch);
    } finally {
      await replica.close();
    }
  },
};

/** A proposal that was refused is judged again after this long, in milliseconds: what was missing may be there. */
const AGAIN = 10_000;

interface Watch {
  readonly args: Arguments;
  readonly terminal: Terminal;
  readonly source: Source;
  readonly key: SigningKey;
  readonly replica: Replica;
  /** The proposal that was seen last, until when it need not be seen again, and what was said of it. */
  readonly last: { digest: string; until: number; said: string };
}

/** @returns 0 also when nothing is proposed */
async function once(job: Watch): Promise<number> {
  const { args, terminal } = job;
  const cosigned = await sign(job);
  if (cosigned !== null) await tell(args, terminal, cosigned, await handOver(job, cosigned));
  else await terminal.print(args.has('json') ? jsonLine({ signed: false }) : 'Nothing is proposed.');
  return 0;
}

async function keepSigning(job: Watch, seconds: number): Promise<number> {
  const { args, terminal, last } = job;
  const stop = new AbortController();
  void stopSignal().then(() => stop.abort());
  terminal.note(`Watching ${job.source.name}.`);
  while (!stop.signal.aborted) {
    try {
      const cosigned = await sign(job);
      if (cosigned !== null) {
        await tell(args, terminal, cosigned, await handOver(job, cosigned));
        Object.assign(last, { until: Number.POSITIVE_INFINITY, said: '' });
      }
    } catch (error) {
      if (!(error instanceof BaizeError)) throw error;
      if (error.message !== last.said) terminal.note(error.message);
      Object.assign(last, { until: performance.now() + AGAIN, said: error.message });
    }
    await sleep(seconds * 1_000, undefined, { signal: stop.signal }).catch(() => {});
  }
  return 0;
}

async function sign({ args, terminal, source, key, replica, last }: Watch): Promise<Cosigned | null> {
  const isKnown = (digest: string) => {
    if (digest === last.digest) return performance.now() < last.until;
    Object.assign(last, { digest, until: 0 });
    return false;
  };
  return cosign(replica, source, key, { root: await readRoot(args), onStep: progress(terminal), isKnown });
}

/** @returns null where the signatures were not sent, but written or printed */
async function handOver(
  { args, terminal, source }: Watch,
  { cosignatures }: Cosigned,
): Promise<Delivered | null> {
  const out = args.text('out');
  const isWeb = /^https?:\/\//i.test(source.name);
  const registry = args.text('registry') ?? (isWeb ? new URL('..', source.name).href : undefined);
  if (out === undefined && registry !== undefined) return deliver(registry, cosignatures);
  if (out !== undefined) await writeDurable(out, Buffer.from(JSON.stringify(cosignatures)));
  else if (!args.has('json')) await terminal.print(JSON.stringify(cosignatures));
  return null;
}

async function tell(
  args: Arguments,
  { print, note }: Terminal,
  { version, entries, isRenewal, otherRules, cosignatures }: Cosigned,
  delivered: Delivered | null,
): Promise<void> {
  if (otherRules !== null) note(otherRules);
  if (args.has('json')) {
    return print(jsonLine({ signed: true, version, entries, isRenewal, cosignatures, delivered }));
  }
  const what = isRenewal
    ? `the renewal of release ${version}`
    : `release ${version} of ${entries.toLocaleString('en')} entries`;
  if (delivered === null) return note(`Signed ${what}.`);
  const { members, needed, published } = delivered;
  const so = published
    ? 'It is out.'
    : `${members.length} of ${needed} members have signed: ${members.map(plain).join(', ')}.`;
  await print(`Signed ${what}. ${so}`);
}

function readSeconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (seconds >= 0.1 && seconds <= 86_400) return seconds;
  throw new UsageError(`--watch is a number of seconds, not "${text}".`);
}
