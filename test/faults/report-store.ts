import * as real from '../../src/extension/background/report-store.ts';
import { mortal } from './mortal-door.ts';

export const reportStore: typeof real.reportStore = (connection, local) =>
  mortal('reports', real.reportStore(connection, local));
