import * as z from 'zod/mini';
import { BaizeError } from '../../core/errors.ts';
import { type Appeal, parseAppeal } from '../../core/report.ts';
import { ask, newId, postWithWork } from './registry.ts';

const instant = z.string().check(z.maxLength(32));

/** What a registry tells of an appeal to whoever has its receipt. */
const statusSchema = z.object({
  receipt: z.string(),
  key: z.string(),
  received: instant,
  state: z.enum(['open', 'upheld', 'dismissed']),
  answerBy: instant,
  decideBy: instant,
  answered: z.nullable(instant),
  decided: z.nullable(instant),
  answers: z.array(z.object({ time: instant, member: z.string(), text: z.string() })),
});
export type AppealStatus = z.infer<typeof statusSchema>;

/** Who appeals: what they say, and how they want to be reached. */
export interface Objection {
  readonly id: string;
  readonly key: string;
  readonly text: string;
  /** As it was typed; empty for none. */
  readonly contact: string;
  readonly language: string;
}

export const newObjection = (key: string, language: string): Objection => ({
  ...{ id: newId(), key, text: '', contact: '', language },
});

/**
 * Sends an appeal. The contact is sealed here, for the alliance.
 *
 * @param recipient of the alliance's contacts; null where it takes none
 */
export async function sendAppeal(
  { contact, ...rest }: Objection,
  recipient: string | null,
  onProgress: (share: number) => void,
): Promise<AppealStatus> {
  const sealed = recipient === null || contact.trim() === '' ? null : await seal(contact.trim(), recipient);
  const appeal: Appeal = parseAppeal({ ...rest, ...(sealed !== null && { contact: sealed }) });
  return readStatus(await postWithWork('/v1/appeals', appeal, onProgress));
}

export async function appealStatus(receipt: string): Promise<AppealStatus> {
  return readStatus(await ask(`/v1/appeals/${encodeURIComponent(receipt)}`));
}

function readStatus(value: unknown): AppealStatus {
  const result = z.safeParse(statusSchema, value);
  if (result.success) return result.data;
  throw new BaizeError(
    'format',
    `The registry's answer is malformed at "${result.error.issues[0]?.path.join('.')}".`,
  );
}

async function seal(text: string, recipient: string): Promise<string> {
  const { armor, Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}
