import type { Alliance, Member } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import type { Arguments, Option } from '../command.ts';
import { readPublicKey } from '../keys/key-file.ts';
import { openRegistryIfThere } from '../registry.ts';
import type { Terminal } from '../terminal.ts';
import { lackOf, readDraft, writeDraft } from './draft.ts';

/** The draft that the `member` commands edit. */
export const draftOption: Readonly<Record<string, Option>> = {
  draft: {
    value: 'FILE',
    help: 'the draft (default alliance.json); where there is none, it begins with the alliance in force',
  },
  json: { help: 'print one JSON object' },
};

export const draftFileOf = (args: Arguments): string => args.text('draft') ?? 'alliance.json';

/**
 * The draft, or what it begins with: the alliance in force in the registry of `--data`.
 *
 * @throws BaizeError `input` when there is neither
 */
export async function openDraft(args: Arguments): Promise<Alliance> {
  const file = draftFileOf(args);
  const draft = (await readDraft(file)) ?? (await allianceOfRegistry(args.data));
  if (draft !== null) return draft;
  const hint =
    'Copy the alliance.json of the feed there, or begin with: baize member set --name NAME --url BASE --log-key FILE';
  throw new BaizeError('input', `There is no draft ${file}, and no registry to begin it from. ${hint}`);
}

async function allianceOfRegistry(data: string): Promise<Alliance | null> {
  const registry = await openRegistryIfThere(data);
  await registry?.close();
  return registry?.alliance ?? null;
}

/** Writes the draft and says what it still lacks. */
export async function keepDraft(args: Arguments, terminal: Terminal, draft: Alliance): Promise<void> {
  const file = draftFileOf(args);
  await writeDraft(file, draft);
  const lack = lackOf(draft);
  if (lack !== null) terminal.note(`Not ready yet: ${lack}`);
  terminal.note(
    `A draft decides nothing until a root names it: baize root propose --draft ${file}, or the first: baize root init ${file}`,
  );
}

/** Options of what a member is called and where it is found. */
export const nameOptions: Readonly<Record<string, Option>> = {
  name: { value: 'NAME', help: 'its name in English, or as it writes itself' },
  'name-zh-CN': { value: 'NAME', help: 'its name in 简体中文' },
  'name-zh-TW': { value: 'NAME', help: 'its name in 繁體中文' },
  homepage: { value: 'URL', help: 'its web page' },
};

/** The names that were given. */
export function namesFrom(args: Arguments): Partial<Member['name']> {
  const given = [
    ['en', args.text('name')],
    ['zh-CN', args.text('name-zh-CN')],
    ['zh-TW', args.text('name-zh-TW')],
  ] as const;
  return Object.fromEntries(given.filter(([, name]) => name !== undefined));
}

/**
 * Reviewers from the files that `key export` wrote.
 *
 * @throws BaizeError `input` when a file holds a key for something else, or of another member
 */
export async function reviewersFrom(files: readonly string[], member: string): Promise<Member['reviewers']> {
  return Promise.all(
    files.map(async (file) => {
      const key = await readPublicKey(file);
      if (key.use === 'vote' && key.member === member)
        return { key: key.public, ...(key.label && { label: key.label }) };
      const whose = key.member ?? 'nobody';
      throw new BaizeError(
        'input',
        `${file} holds a ${key.use} key of ${whose}, not a vote key of ${member}.`,
      );
    }),
  );
}
