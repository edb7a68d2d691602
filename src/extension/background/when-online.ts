/**
 * Tells when the connection is back, as long as the worker lives. Chromium fires no `online` in workers (measured: 156),
 * but a change of `navigator.connection`, which Firefox has not.
 */
export function whenOnline(tell: () => void): void {
  globalThis.addEventListener('online', tell);
  const { connection } = navigator as { readonly connection?: EventTarget };
  let wasOnline = navigator.onLine;
  connection?.addEventListener('change', () => {
    if (!wasOnline && navigator.onLine) tell();
    wasOnline = navigator.onLine;
  });
}
