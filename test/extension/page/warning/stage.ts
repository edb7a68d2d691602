import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { vi } from 'vitest';
import type { Listed, PageReply } from '../../../../src/extension/messages.ts';
import type { Callout } from '../../../../src/extension/page/scripts.ts';
import { patience, patiently } from '../../../patience.ts';
import { bundleOf, evaluateIn, launchBare } from '../stage-parts.ts';
import type { Staged } from './staged-warning.ts';

/** The warning script alone, in real pages of a real Chromium, in an isolated world as an extension has it. */
export class WarningStage {
  private readonly browser: Browser;
  private readonly bundle: string;

  private constructor(browser: Browser, bundle: string) {
    this.browser = browser;
    this.bundle = bundle;
  }

  static async open(): Promise<WarningStage> {
    const bundle = await bundleOf('warning/staged-warning.ts');
    return new WarningStage(await launchBare(), bundle);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Opens a page and puts the warning into it, as the background does when there is something to say. */
  async show(
    html: string,
    play: Partial<Pick<Staged, 'language' | 'isTop' | 'open'>> = {},
    options: BrowserContextOptions = {},
  ): Promise<Warned> {
    const context = await this.browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
    const tab = await context.newPage();
    tab.setDefaultTimeout(patience);
    await tab.setContent(html);
    const session = await context.newCDPSession(tab);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId } = await session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'guard',
    });
    const warned = new Warned(tab, session, executionContextId);
    const staged = { language: 'en', isTop: true, open: false, calls: [], root: null, ...play };
    await warned.inside(`globalThis.staged = ${JSON.stringify(staged)};\n${this.bundle}`);
    return warned;
  }
}

/** One page with the warning in it. */
export class Warned {
  readonly tab: Page;
  private readonly session: CDPSession;
  private readonly world: number;

  constructor(tab: Page, session: CDPSession, world: number) {
    this.tab = tab;
    this.session = session;
    this.world = world;
  }

  /** Evaluates an expression in the warning's world, where `staged`, `warning` and `find` are. */
  inside<T = unknown>(expression: string): Promise<T> {
    return evaluateIn(this.session, this.world, expression);
  }

  /** Marks what the texts of an element hold; paths go through shadow trees by ` >>> `. */
  async markText(listed: Listed, path: string): Promise<void> {
    await this.inside(`markText(${JSON.stringify(listed)}, ${JSON.stringify(path)}); warning.refresh()`);
  }

  async markElement(listed: Listed, path: string): Promise<void> {
    await this.inside(`markElement(${JSON.stringify(listed)}, ${JSON.stringify(path)}); warning.refresh()`);
  }

  async verdict(page: PageReply): Promise<void> {
    await this.inside(`warning.verdict(${JSON.stringify(page)})`);
  }

  /** Says something at an element, or where the selection is. */
  async say(callout: Callout, path: string | null = null): Promise<void> {
    const at = path === null ? 'null' : `find(${JSON.stringify(path)})`;
    await this.inside(`warning.say(${JSON.stringify(callout)}, ${at})`);
  }

  /** The text of the banner, of the callout; empty when there is none. */
  banner(): Promise<string> {
    return this.part('.notice');
  }

  callout(): Promise<string> {
    return this.part('.callout');
  }

  private part(selector: string): Promise<string> {
    return this.inside(
      `(staged.root?.host.isConnected && staged.root.querySelector('${selector}')?.innerText) || ''`,
    );
  }

  /** The texts that are marked, in the order they were marked; `now`: the one set apart. */
  marked(now = false): Promise<string[]> {
    return this.inside(`[...CSS.highlights].filter(([name]) => name.endsWith('-now') === ${now})
      .flatMap(([, ranges]) => [...ranges].map(String))`);
  }

  /** Where parts of the shadow tree are that can be seen. */
  boxes(selector: string): Promise<Box[]> {
    return this.inside(`[...(staged.root?.querySelectorAll('${selector}') ?? [])]
      .filter((each) => each.checkVisibility({ visibilityProperty: true }))
      .map((each) => each.getBoundingClientRect().toJSON())`);
  }

  async box(selector: string): Promise<Box> {
    const [box] = await this.boxes(selector);
    if (box === undefined) throw new Error(`Nothing seen at ${selector}.`);
    return box;
  }

  /** Where an element of the page is. */
  boxOf(path: string): Promise<Box> {
    return this.inside(`find(${JSON.stringify(path)}).getBoundingClientRect().toJSON()`);
  }

  /** Clicks a part of the shadow tree as a person does: at its place on the screen. */
  async click(selector: string): Promise<void> {
    const { x, y, width, height } = await this.box(selector);
    await this.tab.mouse.click(x + width / 2, y + height / 2);
  }

  calls(): Promise<[string, ...unknown[]][]> {
    return this.inside('staged.calls');
  }

  /** Two frames later: what follows the page has followed it. */
  async settled(): Promise<void> {
    await this.inside('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

export async function eventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const { expect } = await import('vitest');
  await vi.waitFor(async () => expect(await read()).toEqual(expected), patiently);
}
