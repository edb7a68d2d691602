import { openDatabase, reportStore } from '../../../src/extension/background/database.ts';
import { pictureBytes, reportPicture } from '../../../src/extension/background/page-picture.ts';

/* What the background does with a browser's own store and canvas, for tests that run in one. */
Object.assign(globalThis, { staged: { openDatabase, reportStore, pictureBytes, reportPicture } });
