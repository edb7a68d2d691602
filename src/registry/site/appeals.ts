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
  const sealed =
    recipient === null || contact.trim() === '' ? {} : { contact: await seal(contact.trim(), recipient) };
  const appeal: Appeal = parseAppeal({ ...rest, ...sealed });
  return parseAppealReceipt(await postWithWork('/v1/appeals', appeal, onProgress));
}

export async function appealStatus(receipt: string): Promise<AppealReceipt> {
  return parseAppealReceipt(await ask(`/v1/appeals/${encodeURIComponent(receipt)}`));
}

/** What seals is a script of its own: few leave a contact. */
async function seal(contact: string, recipient: string): Promise<string> {
  const { sealContact } = await import('../../core/contact.ts');
  return sealContact(contact, recipient);
}
