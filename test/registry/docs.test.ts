import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { helpOf } from '../../src/registry/command.ts';
import { commands } from '../../src/registry/commands/all.ts';
import { alone, together } from '../../src/registry/site/commands.ts';

const root = join(import.meta.dirname, '../..');

/** What the documentation tells people to type: in code blocks, and between backquotes. */
function typedIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block]) => block!);
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
  const lines = blocks.flatMap((block) => block.replace(/\\\n\s*/g, ' ').split('\n'));
  return [...lines, ...inline].flatMap((line) => line.split(/\s#|[|;]|&&/)).map((line) => line.trim());
}

/** Those that are the registry's command line, without what stands before it. */
function baizeIn(text: string): string[] {
  return typedIn(text).flatMap((line) => /(?:^|-- |baize )baize ([a-z].*)$/.exec(line)?.[1] ?? []);
}

it('documentation names only commands and options that there are', async () => {
  const files = [
    ...(await readdir(join(root, 'docs'))).map((name) => `docs/${name}`),
    ...(await readdir(root)),
    ...(await readdir(join(root, 'deploy/systemd'))).map((name) => `deploy/systemd/${name}`),
  ];
  let seen = 0;
  const texts = [['the site', `\`\`\`\n${alone}\n${together}\n\`\`\`\n`]];
  for (const file of files.filter((name) => /\.(md|service)$/.test(name)))
    texts.push([file, await readFile(join(root, file), 'utf8')]);
  for (const [file, text] of texts as [string, string][]) {
    const units = [...text.matchAll(/^ExecStart=\S*\/(baize .*)$/gm)].map(([, line]) => `\`${line}\``);
    for (const typed of baizeIn(text + units.join('\n'))) {
      // A family of commands may be named by its first word.
      if (commands.some(({ name }) => name.startsWith(`${typed} `))) continue;
      const command = commands.find(({ name }) => typed === name || typed.startsWith(`${name} `));
      expect(command, `${file}: baize ${typed}`).toBeDefined();
      const help = helpOf(command!);
      for (const [option] of typed.matchAll(/--[a-z][a-zA-Z-]*/g)) {
        expect(help, `${file}: baize ${typed}`).toMatch(new RegExp(`^ +${option}\\b`, 'm'));
      }
      seen += 1;
    }
  }
  expect(seen).toBeGreaterThan(50);
});

/** The command lines of a page, without what is said in its language. */
async function commandsIn(file: string): Promise<string[]> {
  const text = await readFile(join(root, 'docs', file), 'utf8');
  return baizeIn(text)
    .map((typed) => typed.replace(/<[^>]*>|\[[^\]]*\]|".*?"/g, '').trim())
    .sort();
}

it.each(['zh-CN', 'zh-TW'])('operations are told in %s with the same commands', async (language) => {
  expect(await commandsIn(`operations.${language}.md`)).toEqual(await commandsIn('operations.md'));
});
