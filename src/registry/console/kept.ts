/** Settings of this browser, and what was typed in this tab. A browser that keeps nothing for us forgets it with the page. */
type Setting = 'shortcuts';

export function kept(name: Setting): string | null {
  return attempt(() => localStorage.getItem(`baize.${name}`)) ?? null;
}

export function keep(name: Setting, value: string): void {
  attempt(() => localStorage.setItem(`baize.${name}`, value));
}

/** What was typed into a form of this tab and not sent yet: what `keepDraft` wrote, an object. */
export function keptDraft(form: string): object {
  return attempt(() => JSON.parse(sessionStorage.getItem(`baize.${form}`) ?? '{}')) ?? {};
}

/** @param value null forgets it */
export function keepDraft(form: string, value: object | null): void {
  attempt(() =>
    value === null
      ? sessionStorage.removeItem(`baize.${form}`)
      : sessionStorage.setItem(`baize.${form}`, JSON.stringify(value)),
  );
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
