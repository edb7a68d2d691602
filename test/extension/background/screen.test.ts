import { expect, test } from 'vitest';
import { Screen } from '../../../src/extension/background/screen.ts';

/** A browser that is captured in no time, and a clock that moves when somebody sleeps. */
function played() {
  const captures: { window: number; at: number }[] = [];
  const sleepers: { until: number; wake: () => void }[] = [];
  let time = 0;
  const screen = new Screen<number>({
    now: () => time,
    sleep: (milliseconds) => new Promise((wake) => sleepers.push({ until: time + milliseconds, wake })),
    capture: async (window) => captures.push({ window, at: time }),
  });
  return {
    screen,
    captures,
    /** Lets time pass, ten milliseconds at a time. */
    async pass(milliseconds: number) {
      for (const end = time + milliseconds; time <= end; time += 10) {
        for (const { until, wake } of sleepers) if (until <= time) wake();
        for (let i = 0; i < 5; i += 1) await undefined;
      }
    },
  };
}

test('who asks at the same time, or shortly after, shares one capture', async () => {
  const { screen, captures, pass } = played();
  const first = screen.show(1);
  const second = screen.show(1);
  await pass(300);
  const third = screen.show(1);
  expect(await Promise.all([first, second, third])).toEqual([1, 1, 1]);
  expect(captures).toEqual([{ window: 1, at: 0 }]);
});

test('a capture is not kept, and the next one waits for its time', async () => {
  const { screen, captures, pass } = played();
  void screen.show(1);
  await pass(700);
  const next = screen.show(1);
  await pass(1_000);
  expect(await next).toBe(2);
  expect(captures.map(({ at }) => at)).toEqual([0, 1_000]);
});

test('two windows take turns', async () => {
  const { screen, captures, pass } = played();
  const shown = [screen.show(1), screen.show(2), screen.show(1)];
  await pass(3_000);
  expect(await Promise.all(shown)).toEqual([1, 2, 3]);
  expect(captures.map(({ at }) => at)).toEqual([0, 1_000, 2_000]);
});

test('a capture that fails is tried anew', async () => {
  let tries = 0;
  const screen = new Screen<string>({
    now: Date.now,
    sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds / 100)),
    capture: async () => {
      tries += 1;
      if (tries === 1) throw new Error('The window is being dragged.');
      return 'picture';
    },
  });
  await expect(screen.show(1)).rejects.toThrow('dragged');
  await new Promise((done) => setTimeout(done, 50));
  expect(await screen.show(1)).toBe('picture');
});
