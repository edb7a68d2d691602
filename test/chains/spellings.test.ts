import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { spellings } from '../../src/chains/all.ts';

const all = fileURLToPath(new URL('../../src/chains/all.ts', import.meta.url));
const entry = 'virtual:entry';

/** A bundle of one export of all.ts: its code, and the modules of packages in it. */
async function bundleOf(name: string) {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rollupOptions: { input: entry, preserveEntrySignatures: 'strict' } },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { ${name} } from ${JSON.stringify(all)};` : null),
      },
    ],
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error('One bundle was asked for.');
  const { code, modules } = built.output[0];
  return { code, packages: Object.keys(modules).filter((id) => id.includes('/node_modules/')) };
}

test('spellings come without hashes, codecs and what reads addresses', async () => {
  const bundle = await bundleOf('spellings');
  expect(bundle.packages).toEqual([]);
  expect(bundle.code).not.toContain('namespace');
  const patterns = JSON.stringify(spellings.map(({ id, pattern }) => [id, pattern]));
  expect(bundle.code.length).toBeLessThan(patterns.length);
  // What reads addresses does need them: this test can fail.
  expect((await bundleOf('chains')).packages).not.toEqual([]);
});
