import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleAddresses, sampleSpellings } from '../../scripts/demo/addresses.ts';
import { parseAddresses } from '../../src/chains/address.ts';
import { main } from '../../src/registry/main.ts';
import { terminalOf } from '../../src/registry/terminal.ts';
import { run, runProcess, tempFolder } from './workspace.ts';

const sample = sampleAddresses('Baize test: addresses');
const spelled = sampleSpellings('Baize test: addresses');

const linesOf = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** The line of every reading of an address, as the command prints it. */
const expected = (text: string, offset: number, read = text) =>
  parseAddresses(read).map(({ key, chain, checksum }) => ({ key, chain, text, offset, checksum }));

describe('addresses', () => {
  it('prints one object for each address of every chain, in the order of the text', async () => {
    const written = [...Object.values(sample), ...Object.values(spelled)];
    let input = '';
    const lines = written.flatMap((text) => {
      input += '付款到 𝄞 ';
      const offset = input.length;
      input += `${text}，謝謝。\n`;
      return expected(text, offset);
    });
    const { code, out, err } = await run(['addresses'], input);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(linesOf(out)).toEqual(lines);
    expect(Object.keys(linesOf(out)[0])).toEqual(['key', 'chain', 'text', 'offset', 'checksum']);
  });

  it('gives a line for each chain that reads a text', async () => {
    const { out } = await run(['addresses'], sample.sui);
    expect(linesOf(out).map(({ key }) => key)).toEqual([`sui:${sample.sui}`, `aptos:${sample.sui}`]);
  });

  it('prints nothing for what is no address, or is mistyped', async () => {
    const mistyped = sample.tron.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
    const input = `${mistyped} x${sample.tron} ${sample.tron}x commit 3829ea6 ${'a'.repeat(1_000)}`;
    expect(await run(['addresses'], input)).toEqual({ code: 0, out: '', err: '' });
    expect(await run(['addresses'])).toEqual({ code: 0, out: '', err: '' });
  });

  it('tells what stands in the text, invisible characters and all', async () => {
    const written = `${sample.tron.slice(0, 9)}\u00ad${sample.tron.slice(9)}`;
    const { out } = await run(['addresses'], `\ufeffto ${written}`);
    expect(out).toContain('\\u00ad');
    expect(linesOf(out)).toEqual(expected(written, 4, sample.tron));
  });

  it('reads a file, and says so when it can not', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'page.html');
    await writeFile(file, `<p>${sample.bitcoin}</p>`);
    expect(linesOf((await runProcess(['addresses', file])).out)).toEqual(expected(sample.bitcoin, 3));
    expect(linesOf((await runProcess(['addresses', '-'], sample.bitcoin)).out)).toEqual(
      expected(sample.bitcoin, 0),
    );
    for (const wrong of [join(folder, 'none'), folder]) {
      const { code, out, err } = await run(['addresses', wrong]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(`${wrong} can not be read`);
    }
    expect((await run(['addresses', file, file])).code).toBe(2);
  });

  it('finds the same, however the text comes in pieces', async () => {
    const written = Object.values(sample);
    const parts = ['中文'.repeat(2_000), 'word '.repeat(1_000), 'x'.repeat(6_000), ' '];
    const texts = fc.array(fc.constantFrom(...written.map((text) => ` ${text} `), ...parts), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9_000 }), async (words, size) => {
        const bytes = Buffer.from(words.join(''));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        let offset = 0;
        const lines = words.flatMap((word) => {
          const text = word.trim();
          const found = written.includes(text) ? expected(text, offset + 1) : [];
          offset += word.length;
          return found;
        });
        expect(linesOf(await outputOf(pieces))).toEqual(lines);
      }),
      { numRuns: 30 },
    );
  });
});

async function outputOf(pieces: Buffer[]): Promise<string> {
  const output = new PassThrough();
  const read = readText(output);
  expect(await main(['addresses'], terminalOf(Readable.from(pieces), output, new PassThrough()))).toBe(0);
  output.end();
  return read;
}
