import * as z from 'zod/mini';
import { allianceTarget, listTarget } from '../../core/feed.ts';
import { gunzip } from '../../core/gunzip.ts';
import { readAlliance, requireNamedAlliance, stateOf, verifyWhole } from '../../core/release.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import type { FeedRecord, StoredList } from './store.ts';
import { storedList } from './stored-list.ts';

/** Reads a file of the extension's package. */
export type ReadPackaged = (path: string) => Promise<Uint8Array>;

/** A feed the package follows: its id, and the folder of its baseline. */
export interface PackagedFeed {
  readonly feed: string;
  readonly folder: string;
}

const indexSchema = z.array(z.object({ feed: z.string(), folder: z.string() }));

/** The feeds this build follows; none when it was built without. */
export async function packagedFeeds(read: ReadPackaged): Promise<PackagedFeed[]> {
  return indexSchema.parse(parseStrict(await read('feeds/index.json')));
}

/**
 * What the package knows of a feed. Whoever built it has verified the list line by line (scripts/package-feed.ts); here
 * only that the text is whole is checked, as the first page of a new profile waits for it.
 *
 * @throws BaizeError when a file is missing, or the text is not the one that is signed
 */
export async function readBaseline(
  read: ReadPackaged,
  { feed, folder }: PackagedFeed,
): Promise<{ record: FeedRecord; list: StoredList }> {
  const file = (name: string) => read(`${folder}/${name}`);
  const trusted = {
    root: await file('root.json'),
    timestamp: await file('timestamp.json'),
    snapshot: await file('snapshot.json'),
    targets: await file('targets.json'),
  };
  const state = stateOf(trusted);
  const text = await gunzip(await file(listTarget), state.length, 'The packaged list');
  await verifyWhole(text, state);
  requireNamedAlliance(trusted);
  const allianceFile = await file(allianceTarget);
  const alliance = await readAlliance(allianceFile, trusted);
  const record: FeedRecord = {
    ...{ feed, trusted, alliance, allianceFile, source: 'baseline', checked: null },
    ...{ failures: 0, error: null, faulty: [] },
  };
  return { record, list: await storedList(text, state.entries) };
}
