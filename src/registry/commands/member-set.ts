import type { Alliance } from '../../core/alliance.ts';
import { readDraft } from '../ceremony/draft.ts';
import {
  draftFileOf,
  draftOption,
  keepDraft,
  nameOptions,
  namesFrom,
  openDraft,
  reviewersFrom,
} from '../ceremony/drafts.ts';
import { changeMember } from '../ceremony/edit.ts';
import { type Arguments, type Command, UsageError } from '../command.ts';
import { defaultCaps, originOf, reportsAddress } from '../init.ts';
import { readPublicKey } from '../keys/key-file.ts';
import { jsonLine } from '../terminal.ts';

const ofMember = ['group', 'no-group', 'reviewer', 'remove-reviewer', 'coordinator', 'no-coordinator'];
const ofAlliance = [
  'observer',
  'remove-observer',
  'contact',
  'no-contact',
  'url',
  'reports',
  'log-key',
  'log-origin',
  'quorum',
  'votes',
  'keys',
];

export const memberSet: Command = {
  name: 'member set',
  summary: 'Change a member in the draft of the alliance; or, without ID, the alliance itself',
  words: '[ID]',
  count: [0, 1],
  options: {
    ...nameOptions,
    group: { value: 'ID', help: 'of a member: whom it shares control with' },
    'no-group': { help: 'of a member: it stands alone' },
    reviewer: {
      value: 'FILE',
      help: 'of a member: one more vote key, as "key export" printed it',
      multiple: true,
    },
    'remove-reviewer': {
      value: 'KEY',
      help: 'of a member: a vote key that goes, or how it begins',
      multiple: true,
    },
    coordinator: {
      value: 'KEY',
      help: 'of a member: a reviewer who manages the others at the desk; the vote key, or how it begins',
      multiple: true,
    },
    'no-coordinator': { value: 'KEY', help: 'of a member: a coordinator who does no more', multiple: true },
    observer: {
      value: 'KEY=LABEL',
      help: 'of the alliance: who may read everything at the desk (64 hex digits), and who that is',
      multiple: true,
    },
    'remove-observer': { value: 'KEY', help: 'of the alliance: an observer who goes', multiple: true },
    contact: {
      value: 'RECIPIENT',
      help: 'of the alliance: the age recipient (age1…) for whom people seal how they can be reached',
    },
    'no-contact': { help: 'of the alliance: nobody is asked how they can be reached' },
    url: {
      value: 'BASE',
      help: 'of the alliance: where the feed lies; again for each mirror',
      multiple: true,
    },
    reports: { value: 'URL', help: 'of the alliance: where reports are posted' },
    'log-key': { value: 'FILE', help: 'of the alliance: the registry’s log key, as "key export" printed it' },
    'log-origin': { value: 'NAME', help: 'of the alliance: the log’s name; it never changes' },
    quorum: { value: 'N', help: 'of the alliance: how many members make an entry come or go' },
    votes: { value: 'N', help: 'of the alliance: statements a member may make a day' },
    keys: { value: 'N', help: 'of the alliance: keys in them' },
    ...draftOption,
  },
  details: 'A draft that is not there yet begins with --name, --url and --log-key.',
  run: async (args, terminal) => {
    const id = args.words[0];
    refuseOptions(args, id === undefined ? ofMember : ofAlliance, id);
    const draft = id === undefined ? await changedAlliance(args) : await changedMember(args, id);
    await keepDraft(args, terminal, draft);
    const changed = id === undefined ? draft : draft.members.find((member) => member.id === id);
    await terminal.print(
      args.has('json') ? jsonLine(changed) : `Changed in the draft: ${id ?? 'the alliance'}`,
    );
    return 0;
  },
};

function refuseOptions(args: Arguments, names: readonly string[], id: string | undefined): void {
  const wrong = names.find((name) => args.has(name) || args.texts(name).length > 0);
  if (wrong === undefined) return;
  throw new UsageError(
    id === undefined ? `--${wrong} needs a member's ID.` : `--${wrong} is not a member's.`,
  );
}

async function changedMember(args: Arguments, id: string): Promise<Alliance> {
  return changeMember(await openDraft(args), id, {
    name: namesFrom(args),
    homepage: args.text('homepage'),
    group: args.has('no-group') ? null : args.text('group'),
    addReviewers: await reviewersFrom(args.texts('reviewer'), id),
    removeReviewers: args.texts('remove-reviewer'),
    coordinators: args.texts('coordinator'),
    noCoordinators: args.texts('no-coordinator'),
  });
}

async function changedAlliance(args: Arguments): Promise<Alliance> {
  const old = await startOf(args);
  const urls = args.texts('url').map((url) => `${url.replace(/\/*$/, '')}/`);
  const homepage = args.text('homepage') ?? old.homepage;
  const key = args.text('log-key');
  const { observers: _, contact: sealedFor, ...rest } = old;
  const observers = observersFrom(args, old);
  const contact = args.has('no-contact') ? undefined : (args.text('contact') ?? sealedFor);
  return {
    ...rest,
    ...(observers.length > 0 && { observers }),
    ...(contact && { contact }),
    name: { ...old.name, ...namesFrom(args) },
    ...(homepage && { homepage }),
    addresses: urls.length > 0 ? urls : old.addresses,
    reports: args.text('reports') ?? old.reports,
    log: {
      origin: args.text('log-origin') ?? old.log.origin,
      key: key === undefined ? old.log.key : (await readPublicKey(key, 'log')).public,
    },
    quorum: numberOf(args, 'quorum') ?? old.quorum,
    caps: { votes: numberOf(args, 'votes') ?? old.caps.votes, keys: numberOf(args, 'keys') ?? old.caps.keys },
  };
}

/** The draft at hand; or a new one, when all that it can not do without is given. */
async function startOf(args: Arguments): Promise<Alliance> {
  const [name, url, key] = [args.text('name'), args.text('url'), args.text('log-key')];
  const isComplete = name !== undefined && url !== undefined && key !== undefined;
  if (!isComplete || (await readDraft(draftFileOf(args))) !== null) return openDraft(args);
  const log = { origin: originOf(url), key: (await readPublicKey(key, 'log')).public };
  return {
    ...{ name: { en: name }, addresses: [url], reports: reportsAddress, log },
    ...{ quorum: 1, caps: defaultCaps, members: [] },
  };
}

function numberOf(args: Arguments, option: string): number | undefined {
  const text = args.text(option);
  if (text === undefined) return undefined;
  if (/^\d{1,8}$/.test(text) && Number(text) > 0) return Number(text);
  throw new UsageError(`--${option} is a whole number above 0, not "${text}".`);
}

function observersFrom(args: Arguments, { observers = [] }: Alliance): NonNullable<Alliance['observers']> {
  const gone = args.texts('remove-observer');
  const fresh = args.texts('observer').map((text) => {
    const [, key, label] = /^([0-9a-f]{64})=(.+)$/i.exec(text) ?? [];
    if (key === undefined || label === undefined) {
      throw new UsageError(`--observer is a public key of 64 hex digits, = and a label, not "${text}".`);
    }
    return { key: key.toLowerCase(), label };
  });
  return [
    ...observers.filter(({ key }) => !gone.some((start) => key.startsWith(start.toLowerCase()))),
    ...fresh,
  ];
}
