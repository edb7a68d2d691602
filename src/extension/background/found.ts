import { type Address, parseAddresses } from '../../chains/address.ts';
import { chains } from '../../chains/all.ts';
import type { FoundAddress, Listed } from '../messages.ts';
import type { App } from './app.ts';
import { findingOf } from './findings.ts';
import type { ReadText } from './read-text.ts';

/** Reads texts and looks every reading up; all of one text count as one address. */
export async function readTexts(
  app: Pick<App, 'lists' | 'settings'>,
  texts: readonly string[],
): Promise<ReadText[]> {
  const read: ReadText[] = [];
  for (const text of texts) {
    const readings = parseAddresses(text);
    const found = await app.lists.conclude(readings.map(({ key }) => key));
    read.push({ text, readings, finding: findingOf(app, found) });
  }
  return read;
}

/** Those that a list names. */
export function listedOf(read: readonly ReadText[]): Listed[] {
  return read.flatMap(({ text, finding }) => (finding === null ? [] : { text, finding }));
}

/**
 * What people are shown of a text, besides marks: an address that is listed, whatever its checksum says, or one that is
 * surely meant as an address. Null for what may be anything: mistyped, or just as likely a hash of something else.
 */
export function foundIn({ readings, finding }: ReadText): FoundAddress | null {
  const reading = readings.find(({ key }) => finding === null || key === finding.key);
  if (reading === undefined) return null;
  const { key, chain, text, checksum, hasLookalikes } = reading;
  if (finding === null && (checksum === 'bad' || (checksum === 'none' && hasLookalikes))) return null;
  return { key, chain, text, short: shortOf(reading), finding };
}

const shorts = new Map(chains.map(({ id, short }) => [id, short]));

function shortOf({ chain, text }: Address): string {
  return shorts.get(chain)?.(text) ?? text;
}
