import { browser } from 'wxt/browser';
import { readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import type { WindowPart } from '../page/scripts.ts';
import { readPart } from './cut.ts';
import { type Fetch, request } from './network.ts';
import { Screen } from './screen.ts';

type Texts = readonly string[] | null;

/** A picture that a person asked about by the menu. */
interface Asked {
  readonly tab: number;
  readonly frame: number;
  readonly src: string;
  readonly until: number;
}

/** Reads codes that a page may not read itself. What is seen of the screen stays here; a page gets texts only. */
export class PictureReader {
  private readonly fetch: Fetch;
  private readonly screen = new Screen({ capture, now: () => performance.now(), sleep });
  private last: Asked | null = null;

  constructor(fetch: Fetch) {
    this.fetch = fetch;
  }

  /** A person asked about a picture: for a moment its frame may have it read from its address, once. */
  asked(tab: number, frame: number, src: string): void {
    this.last = { tab, frame, src, until: performance.now() + limits.pictureAsked };
  }

  /** The address that was asked about in a frame; null when none was, or too long ago. */
  takeAsked(tab: number, frame: number): string | null {
    const { last } = this;
    if (last?.tab !== tab || last.frame !== frame) return null;
    this.last = null;
    return performance.now() < last.until ? last.src : null;
  }

  /**
   * Reads a part of what a tab shows.
   *
   * @returns null also when another tab came to the front meanwhile: what that shows is none of this one's business
   */
  async readScreen(tab: number, part: WindowPart): Promise<Texts> {
    const picture = await this.show(tab);
    return picture && readPart(picture, part);
  }

  /** What a tab shows; null when it is not in front, or another one came to the front meanwhile. */
  async show(tab: number): Promise<ImageBitmap | null> {
    const { active, windowId, url } = await browser.tabs.get(tab);
    if (!active) return null;
    const picture = await this.screen.show(windowId);
    const now = await browser.tabs.get(tab);
    return now.active && now.windowId === windowId && now.url === url ? picture : null;
  }

  /** Reads the picture at an address: asked for without cookies, and only because a person wants to know. */
  async readAddress(src: string): Promise<Texts> {
    if (!/^(?:https?|data):/i.test(src)) return null;
    const init: RequestInit = { redirect: 'follow', signal: AbortSignal.timeout(limits.fetchTimeout) };
    const picture = await request(src, init, this.fetch, unpack);
    return picture && readPart(picture, { x: 0, y: 0, width: 1, height: 1 });
  }
}

async function capture(window: number): Promise<ImageBitmap> {
  const url = await browser.tabs.captureVisibleTab(window, { format: 'png' });
  return createImageBitmap(await (await fetch(url)).blob());
}

async function unpack(response: Response): Promise<ImageBitmap | null> {
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok || response.body === null || !type.startsWith('image/')) return null;
  const bytes = await readAtMost(response.body, limits.pictureBytes, 'The picture');
  return createImageBitmap(new Blob([bytes as BlobPart], { type }));
}

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
