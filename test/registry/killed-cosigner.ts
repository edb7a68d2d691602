/** Judges a feed's proposal and kills itself before a step: `node killed-cosigner.ts FEED FOLDER STEP`. */
import { cosign } from '../../src/registry/cosign/cosign.ts';
import { openReplica } from '../../src/registry/cosign/replica.ts';
import { openKey } from '../../src/registry/keys/key-file.ts';
import { sourceOf } from '../../src/registry/release/source.ts';

const [feed, folder, step] = process.argv.slice(2);
let left = Number(step);

const replica = await openReplica(folder!);
const key = await openKey(`${folder}/keys/cosigner.key`, 'cosigner');
await cosign(replica, sourceOf(feed!), key, {
  onStep: () => {
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    left -= 1;
  },
});
await replica.close();
