/** Why a registry did not do what one of its pages asked: its code, and the sentence that says it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
