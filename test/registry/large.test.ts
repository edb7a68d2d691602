import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scamHosts } from '../generator.ts';
import { runProcess, tempFolder } from './workspace.ts';

const COUNT = 351_000;

it('imports, publishes and checks 351,000 names, and publishes one more change', async () => {
  const folder = await tempFolder();
  const data = ['--data', join(folder, 'data')];
  const times: Record<string, string> = {};
  const timed = async (what: string, args: string[], input = '') => {
    const start = performance.now();
    const ran = await runProcess([...args, ...data], input);
    times[what] = `${Math.round(performance.now() - start)} ms`;
    expect(ran, what).toMatchObject({ code: 0 });
    return ran.out;
  };
  const hosts = scamHosts(COUNT);
  const file = join(folder, 'names.txt');
  await writeFile(file, hosts.join('\n'));
  await timed('init', ['init']);
  const imported = await timed('import and publish', ['import', file, '--kind', 'phishing']);
  expect(imported).toContain('351,000 new entries');
  expect(imported).toContain('Release 2: 351,000 entries (+351,000 −0)');
  const one = ['add', 'one-more.test', '--kind', 'drainer', '--reason', 'Sample.'];
  expect(await timed('list and publish one more', one)).toContain('351,001 entries (+1 −0)');
  expect(await timed('feed verify', ['feed', 'verify', join(folder, 'data/feed')])).toContain('to this one');
  const verdicts = await timed('check', ['check'], hosts.map((host) => `https://www.${host}/x\n`).join(''));
  expect(verdicts.match(/"verdict":"listed"/g)).toHaveLength(COUNT);
  console.table(times);
});
