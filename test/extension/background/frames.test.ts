import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { Frames } from '../../../src/extension/background/frames.ts';
import type { Finding, FrameMarks, Listed, News } from '../../../src/extension/messages.ts';
import { Values } from './doors.ts';

const finding = { key: 'eip155:0x1', kind: 'phishing', level: 'stop', feed: 'f', feedName: 'F' } as Finding;
const listed = (...texts: string[]): Listed[] => texts.map((text) => ({ text, finding }));
const frame = (number: number, document: string, ...texts: string[]) => ({
  ...{ frame: number, document },
  listed: listed(...texts),
});

let session: Values;
let told: { tab: number; frame: number; news: News }[];
/** Frames that nobody answers in. */
let silent: number[];
let frames: Frames;
const tell = async (tab: number, to: number, news: News) => {
  if (silent.includes(to)) throw new Error('Could not establish connection. Receiving end does not exist.');
  told.push({ tab, frame: to, news });
};
/** What the page was told last. */
const last = () => (told.at(-1)!.news as { frames?: FrameMarks[] }).frames;

beforeEach(() => {
  session = new Values();
  told = [];
  silent = [];
  frames = new Frames(session, tell);
});

describe('the frames of a page', () => {
  it('tell it what they mark, each time that changes', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    expect(told).toEqual([
      { tab: 1, frame: 0, news: { baize: 'frames', frames: [{ frame: 4, listed: listed('x') }] } },
    ]);
    await frames.marked(1, 'page', frame(7, 'b', 'y', 'z'));
    expect(last()?.map((one) => one.frame)).toEqual([4, 7]);
    await frames.marked(1, 'page', frame(4, 'a'));
    expect(last()).toEqual([{ frame: 7, listed: listed('y', 'z') }]);
  });

  it('are known after the worker has died', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    await new Frames(session, tell).marked(1, 'page', frame(7, 'b', 'y'));
    expect(last()?.map((one) => one.frame)).toEqual([4, 7]);
  });

  it('of one tab are none of another', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    await frames.marked(2, 'other', frame(5, 'b', 'y'));
    expect(told.at(-1)).toMatchObject({ tab: 2, news: { frames: [{ frame: 5 }] } });
  });

  it('go with their page, but not when it only changes its address', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    await frames.opened(1, 'page');
    await frames.marked(1, 'page', frame(7, 'b', 'y'));
    expect(last()?.map((one) => one.frame)).toEqual([4, 7]);
    await frames.opened(1, 'next');
    await frames.marked(1, 'next', frame(9, 'c', 'z'));
    expect(last()?.map((one) => one.frame)).toEqual([9]);
  });

  it('are not mixed with those of the page before, whichever message comes first', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    await frames.marked(1, 'page', frame(5, 'b', 'y'));
    await frames.marked(1, 'next', frame(9, 'c', 'z'));
    expect(last()?.map((one) => one.frame)).toEqual([9]);
  });

  it('go with their tab', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    await frames.closed(1);
    expect(JSON.stringify([...session.copy()])).not.toContain('0x1');
  });

  it('have no marks of an earlier document in them', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    await frames.entered(1, 4, 'a');
    await frames.entered(1, 5, 'b');
    expect(told).toHaveLength(1);
    await frames.entered(1, 4, 'b');
    expect(last()).toEqual([]);
  });

  it('show their next mark when the page asks; one that is gone is counted no more', async () => {
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    await frames.show(1, 4);
    expect(told.at(-1)).toEqual({ tab: 1, frame: 4, news: { baize: 'show' } });
    silent = [4];
    await frames.show(1, 4);
    expect(last()).toEqual([]);
    // A number that the page made up is nobody's.
    silent = [4, 12345];
    await frames.show(1, 12345);
    expect(told).toHaveLength(3);
  });

  it('of a page that does not listen are no error', async () => {
    silent = [0];
    await frames.marked(1, 'page', frame(4, 'a', 'x'));
    expect(told).toEqual([]);
  });

  it('are bounded, and so is what they mark together', async () => {
    const many = Array.from({ length: limits.textsPerFrame - 1 }, (_, i) => `t${i}`);
    await frames.marked(1, 'page', frame(1, 'd', ...many));
    for (let i = 2; i < limits.framesMarked + 20; i += 1) await frames.marked(1, 'page', frame(i, 'd', 'x'));
    expect(last()).toHaveLength(2);
    expect(last()!.flatMap((one) => one.listed)).toHaveLength(limits.textsPerFrame);
    await frames.marked(1, 'page', frame(1, 'd'));
    for (let i = 2; i < limits.framesMarked + 20; i += 1) await frames.marked(1, 'page', frame(i, 'd', 'x'));
    expect(last()).toHaveLength(limits.framesMarked);
  });
});
