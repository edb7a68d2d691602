/** What this browser has sent, so that its answers are found again. Nothing of it is secret from whoever uses this browser. */
export interface Kept {
  readonly receipt: string;
  readonly key: string;
  /** ISO 8601. */
  readonly sent: string;
}

const name = 'baize.appeals';
const most = 50;

/** Appeals sent from here, the newest first; none where the browser keeps nothing. */
export function keptAppeals(): readonly Kept[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
    return Array.isArray(value) ? value.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** @returns whether the browser kept it */
export function keepAppeal(appeal: Kept): boolean {
  try {
    const others = keptAppeals().filter(({ receipt }) => receipt !== appeal.receipt);
    localStorage.setItem(name, JSON.stringify([appeal, ...others].slice(0, most)));
    return true;
  } catch {
    return false;
  }
}

function isKept(value: unknown): value is Kept {
  const { receipt, key, sent } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
  return typeof receipt === 'string' && typeof key === 'string' && typeof sent === 'string';
}
