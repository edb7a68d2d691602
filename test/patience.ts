/**
 * How long a test waits for a thing, in milliseconds, before it says that the thing does not come. It ends a test that
 * hangs and claims nothing about speed: on a machine under load everything takes ten times as long.
 */
export const patience = 120_000;

/** How `vi.waitFor` waits. */
export const patiently = { timeout: patience, interval: 30 } as const;
