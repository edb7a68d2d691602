import { defineConfig } from 'vitest/config';
import type { BrowserKind } from './scripts/lib/browsers.ts';
import { patience } from './test/patience.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browser: BrowserKind;
  }
}

const project = (browser: BrowserKind) => ({
  extends: true as const,
  // Here and not below: each browser has a package of its own.
  test: { name: browser, provide: { browser }, globalSetup: 'test/e2e/setup.ts' },
});

/** End-to-end tests: the same scenarios in each browser, one after another, for a browser is the whole machine. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    retry: 0,
    // Bounds for what hangs: no scenario fails for being slow.
    testTimeout: 5 * patience,
    hookTimeout: 5 * patience,
    projects: [project('chromium'), project('firefox')],
  },
});
