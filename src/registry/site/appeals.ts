import { type Appeal, type AppealReceipt, parseAppeal, parseAppealReceipt } from '../../core/report.ts';
import { ask, newId, postWithWork } from './registry.ts';

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
): Promise<AppealReceipt> {
  const sealed = recipient === null || contact.trim() === '' ? null : await seal(contact.trim(), recipient);
  const appeal: Appeal = parseAppeal({ ...rest, ...(sealed !== null && { contact: sealed }) });
  return parseAppealReceipt(await postWithWork('/v1/appeals', appeal, onProgress));
}

export async function appealStatus(receipt: string): Promise<AppealReceipt> {
  return parseAppealReceipt(await ask(`/v1/appeals/${encodeURIComponent(receipt)}`));
}

async function seal(text: string, recipient: string): Promise<string> {
  const { armor, Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}
