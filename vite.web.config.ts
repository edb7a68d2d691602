import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * The registry's two programs for browsers, each from its folder in `src/registry/` into `.output/`: `vite build --mode console`
 * and `--mode site`. `src/registry/web-files.ts` serves them under a policy that allows nothing inline, so nothing is inlined.
 */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL(`src/registry/${mode}`, import.meta.url)),
  base: mode === 'console' ? '/console/' : '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL(`.output/${mode}`, import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Else the text of all public suffixes stands in there once for each of its uses: 65 kB of gzip more.
    rolldownOptions: { optimization: { inlineConst: false } },
    // Ed25519 in WebCrypto came with Chrome 137, Firefox 129 and Safari 17.
    target: 'es2023',
  },
}));
