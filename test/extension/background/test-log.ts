import { feedFiles } from '../../../src/core/feed.ts';
import { formatCheckpoint } from '../../../src/core/log/checkpoint.ts';
import { cosign } from '../../../src/core/log/cosignature.ts';
import { formatNote } from '../../../src/core/log/note.ts';
import { formatProof } from '../../../src/core/log/proof.ts';
import { fromHex } from '../../../src/core/tuf/bytes.ts';
import type { JsonObject } from '../../../src/core/tuf/json.ts';
import type { MetadataSigner } from '../../../src/core/tuf/sign.ts';
import { mth, path, tileFiles } from '../../core/log/twin.ts';

/** A key of root and who signs with it. */
export interface TestCosigner {
  readonly key: JsonObject;
  readonly signer: MetadataSigner;
}

/** A small log: its leaves in memory, to be changed at will; its files made of them by the slow twin. */
export class TestLog {
  origin: string;
  leaves: Uint8Array[] = [];

  constructor(origin: string) {
    this.origin = origin;
  }

  /** The checkpoint of all leaves, cosigned now. */
  async note(cosigners: readonly TestCosigner[]): Promise<Uint8Array> {
    const text = formatCheckpoint({ origin: this.origin, size: this.leaves.length, root: mth(this.leaves) });
    const time = Math.floor(Date.now() / 1_000);
    const signatures = cosigners.map(({ key, signer }) => {
      const publicKey = fromHex((key.keyval as { public: string }).public)!;
      return cosign(text, { name: String(key['x-baize-member']), publicKey, sign: signer.sign }, time);
    });
    return formatNote({ text, signatures: await Promise.all(signatures) });
  }

  /** Files of the feed after the release whose leaf is the last one. */
  async files(version: number, cosigners: readonly TestCosigner[]): Promise<Map<string, Uint8Array>> {
    const { leaves } = this;
    const index = leaves.length - 1;
    const checkpoint = await this.note(cosigners);
    const proof = { index, hashes: path(index, leaves), extra: leaves[index]!, checkpoint };
    return new Map([
      ...[...tileFiles(leaves)].map(([name, bytes]) => [feedFiles.log(name), bytes] as const),
      [feedFiles.log('checkpoint'), checkpoint],
      [feedFiles.proof(version), formatProof(proof)],
    ]);
  }
}
