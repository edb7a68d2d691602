import * as z from 'zod/mini';
import { kinds } from './entry.ts';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';

const text = (most: number) => z.string().check(z.maxLength(most));
/** Made by the sender for what it sends: sending it again is the same thing. */
export const ownId = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/));
/** How to reach the sender, sealed for the alliance: an age file, armored. */
const contact = text(limits.contactLength).check(
  z.regex(/^-----BEGIN AGE ENCRYPTED FILE-----[\sA-Za-z0-9+/=-]+$/),
);

/**
 * What a reporter sends, and all that is sent: `POST <reports>` with this as JSON. The preview in the popup shows
 * exactly this object.
 */
const reportSchema = z.strictObject({
  id: ownId,
  /** The page (a web address) or the wallet address that is reported. */
  subject: text(limits.urlLength).check(z.minLength(1)),
  kind: z.enum(kinds),
  note: z.optional(text(limits.noteLength)),
  /** Keys of the wallet addresses that stand on the page. */
  addresses: z.optional(z.array(text(limits.keyLength)).check(z.maxLength(50))),
  contact: z.optional(contact),
  language: z.optional(text(16)),
  /** Version of the extension. */
  version: z.optional(text(32)),
});
export type Report = z.infer<typeof reportSchema>;

/** What a reporter has to add later: `POST <reports>/<receipt>/additions`. */
const additionSchema = z.strictObject({
  id: ownId,
  note: text(limits.noteLength).check(z.minLength(1)),
});
export type Addition = z.infer<typeof additionSchema>;

/** What the listed party, or anybody, says against an entry: `POST <registry>/v1/appeals`. */
const appealSchema = z.strictObject({
  id: ownId,
  key: text(limits.keyLength).check(z.minLength(1)),
  /** Why the entry is wrong. */
  text: text(limits.appealLength).check(z.minLength(1)),
  contact: z.optional(contact),
  language: z.optional(text(16)),
});
export type Appeal = z.infer<typeof appealSchema>;

/** What became of a report. */
const reportStates = ['received', 'review', 'listed', 'declined'] as const;
export type ReportState = (typeof reportStates)[number];

/** Why something that was reported is not listed. */
export const declineReasons = [
  /** Not enough was found to go on. */
  'no_evidence',
  /** Looked at, and no scam was found. */
  'no_scam',
  /** It is not there any more. */
  'gone',
  /** It can not be listed: many people share it, or it is protected. */
  'not_listable',
  /** Nothing that the alliance lists. */
  'out_of_scope',
  /** It was listed, and that was overturned. */
  'overturned',
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** What became of an appeal. `upheld`: the entry was taken off the list; `dismissed`: members agreed anew that it stays. */
export const appealStates = ['open', 'upheld', 'dismissed'] as const;
export type AppealState = (typeof appealStates)[number];

/** The answer to an appeal, and to `GET <registry>/v1/appeals/<receipt>`. Times are ISO 8601, UTC. */
const appealReceiptSchema = z.object({
  receipt: z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/)),
  key: text(limits.keyLength),
  received: text(32),
  state: z.enum(appealStates),
  /** Until when the first answer, and the decision, are due; and when they came. */
  answerBy: text(32),
  decideBy: text(32),
  answered: z.nullable(text(32)),
  decided: z.nullable(text(32)),
  /** What members answered, with the member's id. */
  answers: z.array(z.object({ time: text(32), member: text(64), text: text(limits.appealLength) })),
});
export type AppealReceipt = z.infer<typeof appealReceiptSchema>;

/** The answer to a report, and to `GET <reports>/<receipt>`. */
const receiptSchema = z.object({
  receipt: z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/)),
  state: z.enum(reportStates),
  /** With `declined`. */
  reason: z.optional(z.enum(declineReasons)),
  /** When the state came about: ISO 8601, UTC. */
  since: z.optional(z.string().check(z.maxLength(32))),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Reads a report. @throws BaizeError `input` naming the field that is wrong */
export const parseReport = (value: unknown): Report => read(reportSchema, value, 'report');
/** Reads an addition. @throws BaizeError `input` */
export const parseAddition = (value: unknown): Addition => read(additionSchema, value, 'addition');
/** Reads an appeal. @throws BaizeError `input` */
export const parseAppeal = (value: unknown): Appeal => read(appealSchema, value, 'appeal');
/** Reads what became of an appeal. @throws BaizeError `input` */
export const parseAppealReceipt = (value: unknown): AppealReceipt =>
  read(appealReceiptSchema, value, 'answer to the appeal');
/** Reads a receipt. @throws BaizeError `input` */
export const parseReceipt = (value: unknown): Receipt => read(receiptSchema, value, 'receipt');

function read<T>(schema: z.ZodMiniType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue && issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'its shape';
  throw new BaizeError('input', `The ${what} was not accepted: ${where} is not as it should be.`);
}
