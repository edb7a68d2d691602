/**
 * Why something was refused. The code is stable: it is stored, shown in the options page and asserted in tests;
 * the message is for people and says what happened and what to do.
 */
export type ErrorCode =
  | 'format' // bytes that are not what they should be
  | 'threshold' // too few distinct valid signatures
  | 'rollback' // older than what is already trusted
  | 'expired' // past its expiry
  | 'hash' // content does not have the signed digest
  | 'length' // longer than the signed or the built-in bound
  | 'missing' // a file that must exist does not
  | 'spent' // as many bytes were fetched as a day allows
  | 'network' // no answer, a redirect, or an answer that is not a file
  | 'access' // the browser lets the extension read nothing from that host
  | 'sanity' // signed, but changes more of the list than its signatures allow
  | 'log' // the transparency log: a proof that shows nothing, or a history that is not the one seen before
  | 'store' // the browser's store took or gave nothing
  | 'input'; // something a person typed or handed over

/** The one error class of the project: a stable code and one sentence. */
export class BaizeError extends Error {
  override readonly name = 'BaizeError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
