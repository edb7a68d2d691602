import * as z from 'zod/mini';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { pageKeys } from '../../core/same-page.ts';
import { registeredDomain } from '../../core/suffix.ts';
import { type PatternDoor, pathProceed } from './gate-paths.ts';
import { asText, hostProceed, type Rule } from './gate-rules.ts';
import { inOrder } from './in-order.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

/** A site that a person chose to go on to. */
export interface Proceed {
  /** A host, which covers its sub-domains, or a key `host/path`. */
  readonly scope: string;
  /** Only in this tab, until it leaves the site; null: in every tab, until its time is over. */
  readonly tab: number | null;
  /** Milliseconds since 1970; null for a tab's. */
  readonly until: number | null;
}

/** The browser's door for session rules. */
export interface SessionRulesDoor extends PatternDoor {
  read(): Promise<readonly Rule[]>;
  /** In one step, all or nothing. */
  replace(remove: readonly number[], add: readonly Rule[]): Promise<void>;
}

/** What a choice at an entry covers: the listed path, else the whole site, so that it does not stop at its next host. */
export function scopeOf(key: string): string {
  if (key.includes('/')) return key;
  return registeredDomain(key) ?? key;
}

/** Whether a choice covers an address. */
function covers({ scope }: Proceed, url: string): boolean {
  return pageKeys(url.slice(0, limits.urlLength)).includes(scope);
}

const name = 'proceeds';
const stored = z.array(
  z.object({ scope: z.string(), tab: z.nullable(z.number()), until: z.nullable(z.number()) }),
);
/** Name of the time when the choices were last looked at. */
const looked = 'proceeds.looked';

type Pass = Omit<Rule, 'id'>;

/**
 * The sites a person went on to. All are session rules: they take effect in a millisecond, and after a start of the
 * browser the site is stopped until the worker has seen that the choice still holds. What the browser then holds is read
 * back: a choice that it has no rules for does not hold, and a rule that belongs to no choice is a hole in the gate.
 */
export class Proceeds {
  private readonly lasting: Values;
  private readonly session: Values;
  private readonly rules: SessionRulesDoor;
  private readonly now: () => number;
  private readonly read: () => void;
  private readonly inOrder = inOrder();
  private kept: Proceed[] = [];
  private passing: Proceed[] = [];
  /** Choices that the browser has no rules for, although it was told twice. */
  private refused: readonly Proceed[] = [];
  private wrong: boolean | null = null;

  /**
   * @param lasting store for choices of normal windows
   * @param session store that ends with the browser: choices of one tab, and so all those of private windows
   * @param read called when the browser's rules were read back
   */
  constructor(
    lasting: Values,
    session: Values,
    rules: SessionRulesDoor,
    now: () => number,
    read: () => void = () => {},
  ) {
    this.lasting = lasting;
    this.session = session;
    this.rules = rules;
    this.now = now;
    this.read = read;
  }

  async load(): Promise<void> {
    this.kept = (await storedAs(this.lasting, name, stored)) ?? [];
    this.passing = (await storedAs(this.session, name, stored)) ?? [];
    // Whatever the last life of the worker had not come to: no rule lets through what is not known to be let through.
    if (this.kept.length + this.passing.length === 0) return this.setRules();
    await this.followClock();
    await this.expire();
  }

  /**
   * A clock that was set back since the last look lengthens nothing: what was left then is left now. What would last
   * longer than a day all the same was chosen by a clock that was wrong, and is over.
   */
  private async followClock(): Promise<void> {
    const lasting = (await storedAs(this.lasting, looked, z.number())) ?? 0;
    const session = (await storedAs(this.session, looked, z.number())) ?? 0;
    const back = Math.max(0, lasting - this.now(), session - this.now());
    const end = (one: Proceed): Proceed => {
      if (one.until === null) return one;
      return { ...one, until: one.until > this.now() + limits.proceed ? 0 : one.until - back };
    };
    this.kept = this.kept.map(end);
    this.passing = this.passing.map(end);
  }

  /** Choices that hold in every tab. */
  get list(): Proceed[] {
    return this.kept.filter((one) => !this.refused.includes(one));
  }

  /** Whether the browser lets through what nobody chose; null when that is not known yet. */
  get isWrong(): boolean | null {
    return this.wrong;
  }

  /** Whether a person chose to go on to an address in a tab. */
  holds(url: string, tab: number | null): boolean {
    return [...this.kept, ...this.passing].some(
      (one) =>
        (one.tab === null || one.tab === tab) &&
        this.isOpen(one) &&
        !this.refused.includes(one) &&
        covers(one, url),
    );
  }

  /** @throws BaizeError when the browser does not take its rules: then the choice is not made */
  async add(scope: string, time: 'once' | 'day', tab: number): Promise<void> {
    const one: Proceed =
      time === 'once'
        ? { scope, tab, until: null }
        : { scope, tab: null, until: this.now() + limits.proceed };
    if (time === 'once') this.passing = [...this.passing.filter((old) => old.tab !== tab), one];
    else this.kept = [...this.kept.filter((old) => old.scope !== scope), one];
    await this.save();
    if (!this.refused.includes(one)) return;
    await this.keep((other) => other !== one);
    throw new BaizeError('missing', 'The browser does not take the rules that would let you through.');
  }

  /** Takes back every choice for a scope. */
  undo(scope: string): Promise<void> {
    return this.keep((one) => one.scope !== scope);
  }

  /** A tab went to an address, or closed: what it was let through to once is over when that is another site. */
  async left(tab: number, url: string | null): Promise<void> {
    await this.keep((one) => one.tab !== tab || (url !== null && covers(one, url)));
  }

  /** Ends what is over. @returns when the next one is, or null */
  async expire(): Promise<number | null> {
    const had = this.kept.length + this.passing.length;
    this.kept = this.kept.filter((one) => this.isOpen(one));
    this.passing = this.passing.filter((one) => this.isOpen(one));
    if (had > 0) await this.save();
    const times = this.kept.flatMap(({ until }) => until ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Whether it is not over yet: no choice lasts for more than a day, whatever the clock said when it was made. */
  private isOpen({ until }: Proceed): boolean {
    return until === null || (until > this.now() && until <= this.now() + limits.proceed);
  }

  private async keep(wanted: (one: Proceed) => boolean): Promise<void> {
    if ([...this.kept, ...this.passing].every(wanted)) return;
    this.kept = this.kept.filter(wanted);
    this.passing = this.passing.filter(wanted);
    await this.save();
  }

  private async save(): Promise<void> {
    await this.lasting.put(name, this.kept);
    await this.session.put(name, this.passing);
    await this.session.put(looked, this.now());
    if (this.kept.length > 0) await this.lasting.put(looked, this.now());
    await this.setRules();
  }

  /** Sets the rules of all choices where they are others than the browser holds, and reads them back. */
  private setRules(): Promise<void> {
    return this.inOrder(async () => {
      try {
        const choices = [...this.kept, ...this.passing];
        const passes = await Promise.all(choices.map((one) => this.rulesOf(one)));
        let held = await this.compare(passes);
        for (let tries = 0; tries < 2 && !held.isSame; tries += 1) {
          await this.replace(held.ids, passes).catch(console.error);
          held = await this.compare(passes);
        }
        this.wrong = held.isWrong;
        this.refused = choices.filter((_, i) => !held.has(passes[i]!));
      } catch (error) {
        this.wrong = true;
        throw error;
      } finally {
        this.read();
      }
    });
  }

  /** What the browser holds beside what it should. */
  private async compare(passes: readonly (readonly Pass[])[]) {
    const found = await this.rules.read();
    const texts = new Set(found.map(passText));
    const wanted = new Set(passes.flat().map(passText));
    const isWrong = [...texts].some((text) => !wanted.has(text));
    const has = (some: readonly Pass[]) => some.every((pass) => texts.has(passText(pass)));
    return { ids: found.map(({ id }) => id), has, isWrong, isSame: !isWrong && passes.every(has) };
  }

  /** One choice that the browser takes no rules for costs the others nothing. */
  private async replace(ids: readonly number[], passes: readonly (readonly Pass[])[]): Promise<void> {
    let id = 0;
    const numbered = passes.map((some) => some.map((pass) => ({ id: ++id, ...pass })));
    try {
      await this.rules.replace(ids, numbered.flat());
    } catch {
      await this.rules.replace(ids, []);
      for (const rules of numbered) await this.rules.replace([], rules).catch(console.error);
    }
  }

  private async rulesOf({ scope, tab }: Proceed): Promise<Pass[]> {
    const rules = scope.includes('/') ? await pathProceed(this.rules, scope) : hostProceed(scope);
    return tab === null
      ? rules
      : rules.map((rule) => ({ ...rule, condition: { ...rule.condition, tabIds: [tab] } }));
  }
}

/** A rule as it is told from others, whatever its number. */
const passText = ({ priority, action, condition }: Pass): string => asText({ priority, action, condition });
