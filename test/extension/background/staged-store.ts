import { openDatabase, reportStore } from '../../../src/extension/background/database.ts';
import { pictureBytes, reportPicture } from '../../../src/extension/background/page-picture.ts';

/* What the background does with a browser's own store and canvas, for tests that run in one. */
const staged = { openDatabase, reportStore, pictureBytes, reportPicture };
export type Staged = typeof staged;
Object.assign(globalThis, { staged });
