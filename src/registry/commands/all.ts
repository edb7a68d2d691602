import type { Command } from '../command.ts';
import { add } from './add.ts';
import { addresses } from './addresses.ts';
import { appealAnswer } from './appeal-answer.ts';
import { appealList } from './appeal-list.ts';
import { appealShow } from './appeal-show.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { contactOpen } from './contact-open.ts';
import { cosignCommand } from './cosign.ts';
import { feedVerify } from './feed-verify.ts';
import { importFile } from './import.ts';
import { init } from './init.ts';
import { keyExport } from './key-export.ts';
import { keyList } from './key-list.ts';
import { keyNew } from './key-new.ts';
import { keyShow } from './key-show.ts';
import { logCatchUp } from './log-catch-up.ts';
import { logShow } from './log-show.ts';
import { logVerify } from './log-verify.ts';
import { memberAdd } from './member-add.ts';
import { memberList } from './member-list.ts';
import { memberRemove } from './member-remove.ts';
import { memberRequests } from './member-requests.ts';
import { memberSet } from './member-set.ts';
import { memberShow } from './member-show.ts';
import { publishCommand } from './publish.ts';
import { remove } from './remove.ts';
import { reports } from './reports.ts';
import { restoreCommand } from './restore.ts';
import { rootInit } from './root-init.ts';
import { rootPropose } from './root-propose.ts';
import { rootPublish } from './root-publish.ts';
import { rootSign } from './root-sign.ts';
import { rootStatus } from './root-status.ts';
import { serveCommand } from './serve.ts';
import { siteCommand } from './site.ts';
import { status } from './status.ts';
import { voteClear } from './vote-clear.ts';
import { voteList } from './vote-list.ts';
import { voteStatus } from './vote-status.ts';

/** Every command, in the order of the overview. */
export const commands: readonly Command[] = [
  init,
  add,
  remove,
  importFile,
  voteList,
  voteClear,
  voteStatus,
  publishCommand,
  cosignCommand,
  status,
  reports,
  contactOpen,
  appealList,
  appealShow,
  appealAnswer,
  serveCommand,
  siteCommand,
  backup,
  restoreCommand,
  check,
  addresses,
  feedVerify,
  logShow,
  logVerify,
  logCatchUp,
  keyNew,
  keyList,
  keyExport,
  keyShow,
  memberAdd,
  memberRemove,
  memberSet,
  memberList,
  memberShow,
  memberRequests,
  rootInit,
  rootPropose,
  rootSign,
  rootStatus,
  rootPublish,
];
