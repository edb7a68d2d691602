import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Alliance } from '../../src/core/alliance.ts';
import { allianceTarget, feedFiles, listTarget } from '../../src/core/feed.ts';
import { leafBytes, type ReleaseLeaf } from '../../src/core/leaf.ts';
import { formatCheckpoint } from '../../src/core/log/checkpoint.ts';
import { Frontier, hashLeaf } from '../../src/core/log/merkle.ts';
import { encodeEntries, entriesPath, neededTiles, TILE_WIDTH, tilePath } from '../../src/core/log/tiles.ts';
import { concat } from '../../src/core/tuf/bytes.ts';
import { type Proposal, proposalFile } from '../../src/registry/release/proposal.ts';
import type { Source } from '../../src/registry/release/source.ts';
import { snapshotOf, targetsOf, timestampOf } from '../../src/registry/release/unsigned.ts';
import { listingRules } from '../../src/registry/rules.ts';
import { instant } from '../../src/registry/store/database.ts';
import { inForce } from '../../src/registry/store/roots.ts';
import { type Opinion, signVote } from '../../src/registry/voting/statement.ts';
import type { Member } from '../registry/founding.ts';
import type { TestAlliance } from '../registry/members.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a release claims, where it is not what it should. */
export interface Claim extends Partial<Omit<ReleaseLeaf, 'list'>> {
  readonly text: string;
}

/**
 * A proposer and a server that do as they like: every file of the feed is in its hands, everything fits together but for the
 * lie. It has the members' roots and votes, and no key of theirs.
 */
export class Forge implements Source {
  readonly name = 'the forge';
  readonly files = new Map<string, Uint8Array>();
  readonly leaves: Uint8Array[] = [];
  readonly alliance: Alliance;
  private version = 0;
  private timestamp = 0;
  private readonly digest: string;

  private constructor(alliance: Alliance, digest: string) {
    this.alliance = alliance;
    this.digest = digest;
  }

  static async of({ registry }: TestAlliance): Promise<Forge> {
    const { alliance, digest, allianceBody, rootBody } = (await inForce(registry.db))!;
    const forge = new Forge(alliance, digest);
    forge.files.set(feedFiles.metadata('1.root.json'), Buffer.from(rootBody));
    forge.files.set(feedFiles.target(digest, allianceTarget), Buffer.from(allianceBody));
    return forge;
  }

  async get(file: string, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = this.files.get(file);
    if (bytes === undefined) return null;
    if (bytes.length > most) throw new RangeError(`${file} is longer than ${most}.`);
    return new Uint8Array(bytes);
  }

  /** Puts a member's own vote into the log. */
  async vote(
    member: Member,
    key: string,
    change: { opinion?: Opinion; time?: Date; reviewer?: number; as?: string; origin?: string } = {},
  ): Promise<Uint8Array> {
    const { opinion = { action: 'list', kind: 'phishing', level: 'stop' } as const } = change;
    const voter = {
      key: member.votes[change.reviewer ?? 0]!,
      member: change.as ?? member.id,
      origin: change.origin ?? this.alliance.log.origin,
    };
    const bytes = await signVote(voter, key, opinion, change.time ?? new Date());
    this.leaves.push(bytes);
    return bytes;
  }

  /** Proposes a list: puts the release's leaf into the log, and lays out everything that belongs to it. */
  propose({ text, ...claim }: Claim): Proposal {
    this.version = claim.version ?? this.version + 1;
    const time = claim.time ?? instant(new Date());
    const bytes = Buffer.from(text);
    const entries = text.split('\n').length - 1;
    const state = { length: bytes.length, sha256: sha256(bytes), entries };
    const said: ReleaseLeaf = {
      ...{ _type: 'release', feed: this.alliance.log.origin, version: this.version, time },
      ...{ root: 1, alliance: this.digest, list: state, ...claim },
    };
    this.leaves.push(leafBytes(said, null));
    const packed = gzipSync(bytes);
    const list = { length: packed.length, sha256: sha256(packed) };
    this.files.set(feedFiles.target(list.sha256, listTarget), packed);
    const alliance = {
      length: this.files.get(feedFiles.target(this.digest, allianceTarget))!.length,
      sha256: said.alliance,
    };
    this.timestamp += 1;
    return this.put({
      _type: 'proposal',
      targets: targetsOf({ version: said.version, time, list, state, alliance }),
      snapshot: snapshotOf({ version: said.version, time }),
      timestamp: timestampOf({ version: this.timestamp, time, snapshot: said.version }),
      checkpoint: this.layOut(),
      rules: listingRules,
    });
  }

  /** Proposes a timestamp for a release that was signed. */
  renew(snapshot: number, change: { version?: number; time?: Date } = {}): Proposal {
    this.timestamp = change.version ?? this.timestamp + 1;
    const time = instant(change.time ?? new Date());
    return this.put({
      ...{ _type: 'proposal', targets: null, snapshot: null },
      timestamp: timestampOf({ version: this.timestamp, time, snapshot }),
      checkpoint: this.layOut(),
      rules: listingRules,
    });
  }

  put(proposal: Proposal): Proposal {
    this.files.set(proposalFile, Buffer.from(JSON.stringify(proposal)));
    return proposal;
  }

  /** Writes the log's tiles as its leaves have them. @returns the checkpoint's text */
  layOut(): string {
    const edge = Frontier.empty();
    const levels: Uint8Array[][] = [this.leaves.map(hashLeaf)];
    for (const hash of levels[0]!) edge.append(hash);
    for (const { level, index, width } of neededTiles(0, edge.size)) {
      const hashes = levels[level]!.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
      this.files.set(feedFiles.log(tilePath(level, index, width)), concat(hashes));
      if (level > 0) continue;
      const entries = this.leaves.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
      this.files.set(feedFiles.log(entriesPath(index, width)), encodeEntries(entries));
    }
    return formatCheckpoint({ origin: this.alliance.log.origin, size: edge.size, root: edge.root() });
  }
}
