import { door } from '../door.ts';

/** How long a step back may take to begin, in milliseconds. */
const patience = 400;

/**
 * Goes back to where the person came from; when there is no such place, to a new tab.
 *
 * Stop pages directly before this one are stepped over: going back to one of them would be a circle.
 */
export async function leave(): Promise<void> {
  const steps = stopPagesBefore() + 1;
  if (history.length > steps && (await stepBack(steps))) return;
  await door.replaceByNewTab();
}

function stopPagesBefore(): number {
  if (typeof navigation === 'undefined' || navigation.currentEntry === null) return 0;
  const before = navigation.entries().slice(0, navigation.currentEntry.index).reverse();
  const other = before.findIndex(({ url }) => url === null || URL.parse(url)?.pathname !== location.pathname);
  return other === -1 ? before.length : other;
}

/** @returns whether a step back has begun: the history may hold only pages that lie ahead */
function stepBack(steps: number): Promise<boolean> {
  return new Promise((resolve) => {
    addEventListener('beforeunload', () => resolve(true), { once: true });
    setTimeout(() => resolve(false), patience);
    history.go(-steps);
  });
}
