import * as real from '../../src/extension/background/database.ts';
import { mortal } from './mortal-door.ts';

export const feedStore: typeof real.feedStore = (connection) => mortal('lists', real.feedStore(connection));
export const valueStore: typeof real.valueStore = (connection) =>
  mortal('values', real.valueStore(connection));
