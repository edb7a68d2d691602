import { join } from 'node:path';
import { type Entry, parseEntry } from '../../core/entry.ts';
import { feedFiles, listTarget } from '../../core/feed.ts';
import { gunzip } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import { List, lineEnd } from '../../core/list.ts';
import { parseTargets } from '../../core/tuf/metadata.ts';
import type { Registry } from '../registry.ts';
import { readIfThere } from '../release/feed-files.ts';
import { lastRelease } from '../store/releases.ts';

/** What a key is made of. */
const KEY_PART = /^[!-~]+$/;
const LF = 10;
const SPACE = 32;

/** The published list, searched where it lies: a scan of 351,000 entries takes some 10 ms and needs no table of its own. */
export class Listed {
  private readonly list: List;
  private readonly text: Buffer;

  /** @param text of a list that was published */
  constructor(text: Uint8Array) {
    this.list = new List(text);
    this.text = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  }

  find(key: string): Entry | undefined {
    return this.list.find(key);
  }

  /** The first entries whose key begins so. */
  startingWith(start: string, most: number): Entry[] {
    const found: Entry[] = [];
    for (let at = this.list.lowerBound(start); at < this.text.length && found.length < most; ) {
      const line = this.lineAt(at);
      if (!line.startsWith(start)) break;
      found.push(parseEntry(line));
      at += line.length + 1;
    }
    return found;
  }

  /** The first entries whose key holds this text. */
  holding(part: string, most: number): Entry[] {
    const found: Entry[] = [];
    if (!KEY_PART.test(part)) return found;
    const needle = Buffer.from(part, 'latin1');
    for (let at = this.text.indexOf(needle); at !== -1 && found.length < most; ) {
      const start = this.startOfKey(at);
      if (start !== -1) found.push(parseEntry(this.lineAt(start)));
      at = this.text.indexOf(needle, start === -1 ? at + 1 : lineEnd(this.text, at));
    }
    return found;
  }

  /** Where the key begins that holds this place; -1 where a kind does. */
  private startOfKey(at: number): number {
    let start = at;
    while (start > 0 && this.text[start - 1] !== LF) {
      start -= 1;
      if (this.text[start] === SPACE) return -1;
    }
    return start;
  }

  private lineAt(start: number): string {
    return this.text.toString('latin1', start, lineEnd(this.text, start));
  }
}

/** Keeps the list that is out in memory, for as long as it is the one. */
export class PublishedList {
  private readonly registry: Registry;
  private release = 0;
  private listed = new Listed(new Uint8Array());
  private reading: Promise<void> = Promise.resolve();

  constructor(registry: Registry) {
    this.registry = registry;
  }

  async get(): Promise<Listed> {
    this.reading = this.reading.catch(() => {}).then(() => this.catchUp());
    await this.reading;
    return this.listed;
  }

  private async catchUp(): Promise<void> {
    const { db, paths } = this.registry;
    const last = await lastRelease(db);
    if (last === undefined || last.targets === this.release) return;
    const { targets } = parseTargets(Buffer.from(last.targets_body)).signed;
    const packed = await readIfThere(
      join(paths.feed, feedFiles.target(targets[listTarget]!.hashes.sha256!, listTarget)),
    );
    // A feed folder that was lost is written anew soon; until then the list before has to do.
    if (packed === null) return;
    this.listed = new Listed(await gunzip(packed, limits.listBytes, 'The list'));
    this.release = last.targets;
  }
}
