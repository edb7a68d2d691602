import type { Command } from '../command.ts';
import { add } from './add.ts';
import { addresses } from './addresses.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { feedVerify } from './feed-verify.ts';
import { importFile } from './import.ts';
import { init } from './init.ts';
import { publishCommand } from './publish.ts';
import { remove } from './remove.ts';
import { reports } from './reports.ts';
import { restoreCommand } from './restore.ts';
import { serveCommand } from './serve.ts';
import { status } from './status.ts';

/** Every command, in the order of the overview. */
export const commands: readonly Command[] = [
  init,
  add,
  remove,
  importFile,
  publishCommand,
  status,
  reports,
  serveCommand,
  backup,
  restoreCommand,
  check,
  addresses,
  feedVerify,
];
