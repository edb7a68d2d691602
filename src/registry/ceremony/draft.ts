import { readFile } from 'node:fs/promises';
import { type Alliance, type Member, parseAlliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { isMissing, writeDurable } from '../release/feed-files.ts';

/** The bytes of an alliance.json: indented, so that people can read what they sign. */
export function allianceBytes(alliance: Alliance): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(alliance, null, 2)}\n`);
}

/**
 * Reads the draft of an alliance.json. While it is a draft it may lack members, or ask for more of them than there are.
 *
 * @returns null when there is no such file
 * @throws BaizeError `input` when it is no draft, or holds what nobody knows: that would be lost
 */
export async function readDraft(file: string): Promise<Alliance | null> {
  try {
    return checkDraft(parseStrict(await readFile(file)));
  } catch (cause) {
    if (isMissing(cause)) return null;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BaizeError('input', `The draft ${file} can not be used: ${why}`, { cause });
  }
}

/** Writes a draft in place of the one before, whole or not at all. @throws BaizeError `format` when it is none */
export async function writeDraft(file: string, draft: Alliance): Promise<void> {
  await writeDurable(file, allianceBytes(checkDraft(draft)));
}

/** What a draft still lacks before a root can name it, or null. */
export function lackOf(draft: Alliance): string | null {
  if (draft.members.length === 0) return 'It has no member.';
  try {
    parseAlliance(draft);
    return null;
  } catch (error) {
    if (error instanceof BaizeError) return error.message;
    throw error;
  }
}

/** Anybody; stands in where a draft has no member yet. */
const nobody: Member = { id: 'nobody', name: { en: 'Nobody' }, reviewers: [] };

function checkDraft(value: unknown): Alliance {
  const draft = value as Alliance;
  const isEmpty = Array.isArray(draft?.members) && draft.members.length === 0;
  const { quorum, members, ...rest } = parseAlliance({
    ...draft,
    quorum: 1,
    ...(isEmpty && { members: [nobody] }),
  });
  const known = { ...rest, quorum: countOf(draft.quorum), members: isEmpty ? [] : members };
  requireNothingElse(value, known, '');
  return known;
}

function countOf(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100) return value;
  throw new BaizeError('format', 'the quorum is a number from 1 to 100.');
}

/** A misspelled field must not be passed over in silence. */
function requireNothingElse(value: unknown, known: unknown, at: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    const rest = (known as Record<string, unknown>)[name];
    if (rest === undefined && part !== undefined)
      throw new BaizeError('format', `nobody knows its "${at}${name}".`);
    requireNothingElse(part, rest, `${at}${name}.`);
  }
}
