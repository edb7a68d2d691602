/** Waits until the page shows what it has been told to: sealing a key takes the browser a second, in which it draws nothing. */
export function drawn(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}
