import type { Alliance } from '../../../src/core/alliance.ts';
import type { Batch, Vote } from '../../../src/core/leaf.ts';

/** A statement of the log as the twin reads it. */
export type Heard =
  | { readonly said: Vote; readonly lines: null }
  | { readonly said: Batch; readonly lines: readonly string[] };

/** A release: by whose rules and as of when, with the statements since the one before. */
export interface Turn {
  readonly alliance: Alliance;
  readonly time: string;
  readonly heard: readonly Heard[];
}

interface Opinion {
  readonly member: string;
  readonly lists: { kind: string; level: string } | null;
  readonly alarm: boolean;
  readonly time: number;
  readonly order: number;
}

interface Standing {
  kind: string;
  level: string;
  until: number;
  alarm: boolean;
}

const day = 86_400_000;

/**
 * The rules of the protocol once more, as plainly as they can be written: everything is kept, and everything is looked
 * through for every key at every release. Slow, and made to be compared with.
 */
export class Twin {
  private readonly opinions = new Map<string, Opinion[]>();
  /** For each key: from which opinion on those that list, and those that clear, count again. */
  private readonly restart = new Map<string, { list: number; clear: number }>();
  private readonly entries = new Map<string, Standing>();
  private readonly used = new Map<string, { votes: number; keys: number }>();
  private order = 0;

  /** @returns the list's text, and which of the statements did not count */
  release({ alliance, time, heard }: Turn): { list: string; passedOver: number[] } {
    const now = Date.parse(time);
    const spoken = heard.map((one) => this.hear(one, alliance, now));
    const passedOver = spoken.flatMap((some, i) => (some.length === 0 ? [i] : []));
    const keys = new Set(spoken.flat());
    for (const [key, { until }] of this.entries) if (until <= now) keys.add(key);
    for (const key of keys) this.settle(key, alliance, now);
    const lines = [...this.entries].map(
      ([key, { kind, level }]) => `${key} ${kind}${level === 'caution' ? ' caution' : ''}`,
    );
    return { list: lines.sort().join('\n'), passedOver };
  }

  /** @returns the keys on which it is news, none when it does not count */
  private hear({ said, lines }: Heard, alliance: Alliance, now: number): string[] {
    this.order += 1;
    const { member, action } = said;
    const time = Date.parse(said.time);
    if (!alliance.members.some(({ id }) => id === member)) return [];
    if (time > now || time < now - 7 * day) return [];
    const keys = said._type === 'vote' ? [said.key] : keysIn(lines!);
    const newest = (key: string) => Math.max(0, ...this.by(key, member).map((one) => one.time));
    const news = keys.filter((key) => newest(key) < time);
    if (news.length === 0) return [];
    const today = `${member} ${new Date(now).toISOString().slice(0, 10)}`;
    const used = this.used.get(today) ?? { votes: 0, keys: 0 };
    if (used.votes + 1 > alliance.caps.votes || used.keys + keys.length > alliance.caps.keys) return [];
    this.used.set(today, { votes: used.votes + 1, keys: used.keys + keys.length });
    for (const [i, key] of keys.entries()) {
      if (!news.includes(key)) continue;
      const wantsAlarm = said._type === 'vote' && said.action === 'list' && said.emergency === true;
      const alarm =
        wantsAlarm && !this.by(key, member).some((one) => one.alarm && one.time + 180 * day > time);
      const lists = action === 'clear' ? null : said._type === 'vote' ? saidOf(said) : lineOf(lines![i]!);
      this.opinions.set(key, [
        ...(this.opinions.get(key) ?? []),
        { member, lists, alarm, time, order: this.order },
      ]);
    }
    return news;
  }

  private by(key: string, member: string): Opinion[] {
    return (this.opinions.get(key) ?? []).filter((one) => one.member === member);
  }

  private settle(key: string, alliance: Alliance, now: number): void {
    const from = this.restart.get(key) ?? { list: 0, clear: 0 };
    const counting = alliance.members
      .flatMap(({ id }) => this.by(key, id).slice(-1))
      .filter(({ time, lists, order }) => time + 180 * day > now && order > (lists ? from.list : from.clear));
    const groupOf = (id: string) => alliance.members.find((one) => one.id === id)?.group ?? `alone ${id}`;
    const voices = counting.filter(
      (one) =>
        !counting.some((other) => groupOf(other.member) === groupOf(one.member) && other.order > one.order),
    );
    const lists = voices.filter((one) => one.lists !== null).sort((a, b) => a.order - b.order);
    const clears = voices.length - lists.length;
    const q = alliance.quorum;
    const agree = lists.length >= q;
    const ends = lists.map(({ time }) => time + 180 * day).sort((a, b) => b - a)[q - 1] ?? 0;
    const entry = this.entries.get(key);
    const votesFor = (what: 'kind' | 'level', value: string) =>
      lists.filter((one) => one.lists![what] === value).length;
    const most = Math.max(0, ...lists.map((one) => votesFor('kind', one.lists!.kind)));
    const leading = lists.find((one) => votesFor('kind', one.lists!.kind) === most);
    const kind = leading?.lists?.kind ?? '';
    if (entry && !entry.alarm) {
      entry.until = Math.max(entry.until, ends);
      if (clears >= q) this.overrule(key);
      else if (entry.until <= now) this.entries.delete(key);
      else {
        if (most >= q && most > votesFor('kind', entry.kind)) entry.kind = kind;
        if (votesFor('level', 'stop') >= q) entry.level = 'stop';
        else if (votesFor('level', 'caution') >= q) entry.level = 'caution';
      }
      return;
    }
    if (agree) {
      this.entries.set(key, {
        kind,
        level: votesFor('level', 'stop') >= q ? 'stop' : 'caution',
        until: ends,
        alarm: false,
      });
      this.restart.set(key, { ...from, clear: this.order });
      return;
    }
    if (clears >= q) {
      if (entry) this.overrule(key);
      return;
    }
    if (entry && entry.until > now) return;
    this.entries.delete(key);
    const alone = lists.find((one) => one.alarm && one.time + 3 * day > now);
    if (alone) {
      this.entries.set(key, {
        kind: alone.lists!.kind,
        level: 'caution',
        until: alone.time + 3 * day,
        alarm: true,
      });
    }
  }

  private overrule(key: string): void {
    this.entries.delete(key);
    this.restart.set(key, { ...(this.restart.get(key) ?? { list: 0, clear: 0 }), list: this.order });
  }
}

const keysIn = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ')[0]!);
const lineOf = (line: string) => ({
  kind: line.split(' ')[1]!,
  level: line.endsWith(' caution') ? 'caution' : 'stop',
});
const saidOf = (said: Vote) =>
  said.action === 'list' ? { kind: said.kind, level: said.emergency ? 'caution' : said.level } : null;
