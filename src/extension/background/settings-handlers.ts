import type { App } from './app.ts';
import type { Handler } from './handlers.ts';
import { showMenu } from './menu.ts';

export const show: Handler<'settings.show'> = async (app) => app.settings.chosen;

export const change: Handler<'settings.change'> = async (app, request) => {
  const chosen = await app.settings.change(request);
  // Banners, badges and the menu speak the new language at once.
  await Promise.all([app.tellGuards(), app.showBadge(null), showMenu(app)]);
  return chosen;
};

export const gate: Handler<'gate.show'> = async (app) => {
  const state = await app.gate.state();
  return { ...state, isAsListed: state.isAsListed && app.proceeds.isWrong !== true };
};

export const proceeds: Handler<'proceed.list'> = async (app) => lasting(app);

/** A site is stopped again, in pages that are open now too. */
export const undo: Handler<'proceed.undo'> = async (app, { host }) => {
  await app.proceeds.undo(host);
  await app.tellOfChange();
  return lasting(app);
};

const lasting = (app: App) =>
  app.proceeds.list.map(({ scope, until }) => ({ host: scope, until: new Date(until ?? 0).toISOString() }));
