import { configDefaults, defineConfig } from 'vitest/config';
import { patience } from './test/patience.ts';

/** Bounds for what hangs: no test fails for being slow. */
const settings = {
  testTimeout: 5 * patience,
  hookTimeout: 5 * patience,
  expect: { poll: { timeout: patience } },
  exclude: ['test/e2e/**', ...configDefaults.exclude],
};

/** Tests of the registry that open no database, are about one of the two, or about its pages in a browser: they run once. */
const once = [
  'addresses',
  'console/*',
  'keys-file',
  'docs',
  'keys/key-file',
  'large',
  'postgres',
  'rate',
  'site/*',
  'store/sqlite',
  'web-files',
].map((name) => `test/registry/${name}.test.ts`);

export default defineConfig({
  test: {
    // vitest leaves a core to itself, which of two is half of the time.
    maxWorkers: '100%',
    projects: [
      { test: { ...settings, name: 'unit', include: ['test/**/*.test.ts'], exclude: [...settings.exclude] } },
      {
        test: {
          ...settings,
          name: 'postgres',
          include: ['test/registry/**/*.test.ts'],
          exclude: [...settings.exclude, ...once],
          globalSetup: 'test/registry/postgres-server.ts',
          setupFiles: 'test/registry/postgres-setup.ts',
        },
      },
    ],
  },
});
