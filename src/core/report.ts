import * as z from 'zod/mini';
import { kinds } from './entry.ts';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';

const text = (most: number) => z.string().check(z.maxLength(most));

/**
 * What a reporter sends, and all that is sent: `POST <reports>` with this as JSON. The preview in the popup shows
 * exactly this object.
 */
const reportSchema = z.strictObject({
  /** Made by the sender for this report: sending it again is the same report. */
  id: z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/)),
  /** The page (a web address) or the wallet address that is reported. */
  subject: text(limits.urlLength).check(z.minLength(1)),
  kind: z.enum(kinds),
  note: z.optional(text(limits.noteLength)),
  /** Keys of the wallet addresses that stand on the page. */
  addresses: z.optional(z.array(text(limits.keyLength)).check(z.maxLength(50))),
  language: z.optional(text(16)),
  /** Version of the extension. */
  version: z.optional(text(32)),
});
export type Report = z.infer<typeof reportSchema>;

/** What became of a report. */
const reportStates = ['received', 'listed'] as const;
export type ReportState = (typeof reportStates)[number];

/** The answer to a report, and to `GET <reports>/<receipt>`. */
const receiptSchema = z.object({
  receipt: z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/)),
  state: z.enum(reportStates),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Reads a report. @throws BaizeError `input` naming the field that is wrong */
export const parseReport = (value: unknown): Report => read(reportSchema, value, 'report');
/** Reads a receipt. @throws BaizeError `input` */
export const parseReceipt = (value: unknown): Receipt => read(receiptSchema, value, 'receipt');

function read<T>(schema: z.ZodMiniType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue && issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'its shape';
  throw new BaizeError('input', `The ${what} was not accepted: ${where} is not as it should be.`);
}
