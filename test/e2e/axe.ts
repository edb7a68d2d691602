import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Tab } from '../../scripts/lib/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with a page, one line each. */
export async function faults(tab: Tab): Promise<string[]> {
  await tab.run((source) => {
    // biome-ignore lint/security/noGlobalEval: the driver runs this beside the page's own scripts
    globalThis.eval(source);
  }, axe);
  const { violations } = await tab.run(() => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    return axe.run();
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
