import type { FeedState } from '../messages.ts';
import type { App } from './app.ts';
import { feedState } from './feed-state.ts';
import type { Handler } from './handlers.ts';
import type { FeedRecord } from './store.ts';

/** What people are shown of a feed, in their language. */
export async function stateOfFeed(app: App, record: FeedRecord): Promise<FeedState> {
  const { feed } = record;
  const stumble = app.looks.stumble(feed);
  const error = stumble === null ? record.error : ({ code: 'store', message: stumble } as const);
  return feedState(
    { ...record, error },
    app.settings.language,
    Date.now(),
    await app.ignored(feed),
    await app.evidence.of(feed),
  );
}

export const show: Handler<'feeds.show'> = (app) => {
  app.checkClock();
  return Promise.all(app.lists.records.map((record) => stateOfFeed(app, record)));
};

/** Looks for new releases now, and whether the browser holds its rules; replies when that is done. */
export const sync: Handler<'feeds.sync'> = async (app, _, from) => {
  await app.looks.all();
  await app.readGateBack();
  return show(app, {}, from);
};

/** Deletes the evidence against a feed's log; what still holds is found again at the next look. */
export const forget: Handler<'feeds.forget'> = async (app, { feed }, from) => {
  await app.evidence.forget(feed);
  return show(app, {}, from);
};
