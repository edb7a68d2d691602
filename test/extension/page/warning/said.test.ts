import { describe, expect, test } from 'vitest';
import { kinds } from '../../../../src/core/entry.ts';
import type { Language } from '../../../../src/core/language.ts';
import type { Callout } from '../../../../src/extension/page/scripts.ts';
import { type Said, saidOf, weights, whyOf } from '../../../../src/extension/page/warning/said.ts';
import { warningWords } from '../../../../src/extension/page/warning/words.ts';
import { evm, finding, listed, other } from '../stage-parts.ts';

const languages = Object.keys(warningWords) as Language[];
const swapped: Callout & { kind: 'swapped' } = { kind: 'swapped', copied: evm, pasted: other, seconds: 5 };
const lookalike = { text: other, copied: evm };

/** Every callout there can be in a language. */
function all(language: Language): Said[] {
  const about = kinds.flatMap((kind) => [listed(evm, { kind }), listed(evm, { kind, level: 'caution' })]);
  const callouts: Callout[] = [
    ...about.flatMap((each) => (['copied', 'pasted'] as const).map((kind) => ({ kind, listed: each }))),
    ...about.map(({ text, finding }) => ({ kind: 'picture' as const, found: [{ text, finding }] })),
    swapped,
    { ...swapped, seconds: 0 },
    { ...swapped, seconds: 600 },
    { kind: 'lookalike', by: 'page', lookalike },
    { kind: 'lookalike', by: 'paste', lookalike },
    { kind: 'picture', found: null },
    { kind: 'picture', found: [] },
    { kind: 'picture', found: [{ text: evm, finding: null }] },
  ];
  const reasons = about.flatMap((each) => [whyOf(each, language, 'why'), whyOf(each, language, 'shown')]);
  return [...callouts.map((callout) => saidOf(callout, language)), ...reasons];
}

test.each(languages)('callouts are calm and short in %s (warnings.md, Words)', (language) => {
  for (const { title, body } of all(language)) {
    expect(`${title}${body}`).not.toMatch(
      /[!！{}]|\bsafe\b|phishing|domain|blocklist|DNS|安全|钓鱼|釣魚|域名|網域/i,
    );
    if (language === 'en') expect(title.split(' ').length, title).toBeLessThanOrEqual(12);
    else expect(title.length, title).toBeLessThanOrEqual(20);
    expect(body.match(/[.。](?= |$|[^\w])/g)?.length, body).toBeLessThanOrEqual(3);
  }
});

describe('a callout', () => {
  test('says the loss, the kind, who lists it and what to do', () => {
    const said = saidOf({ kind: 'pasted', listed: listed() }, 'en');
    expect(said.title).toBe('Coins sent to the address you pasted cannot be called back');
    expect(said.body).toBe(
      'What is paid in on platforms like this cannot be withdrawn. ' +
        'Fake trading platform, listed by Sample Alliance. Do not send anything to it.',
    );
    expect(said.rows).toEqual([
      {
        label: null,
        pieces: [
          { text: '0x12345678', marked: true },
          { text: '…', marked: false },
          { text: '34567890', marked: true },
        ],
      },
    ]);
  });

  test('says of an entry with caution that it is not confirmed', () => {
    const said = whyOf(listed(evm, { level: 'caution' }), 'zh-CN', 'why');
    expect(said.body).toBe('虚假交易平台：Sample Alliance提醒留意，尚待确认。不要往这个地址转账。');
  });

  test('sets apart what differs between the copied and the pasted', () => {
    const said = saidOf(swapped, 'en');
    expect(said.body).toContain('from a page 5 seconds ago');
    expect(said.rows.map(({ label }) => label)).toEqual(['You copied', 'You pasted']);
    expect(said.rows.map(({ pieces }) => pieces.map(({ text }) => text).join(''))).toEqual([evm, other]);
    expect(said.rows[1]!.pieces).toEqual([
      { text: '0x12345678', marked: false },
      { text: 'a'.repeat(24), marked: true },
      { text: '34567890', marked: false },
    ]);
  });

  test('tells a picture with a listed address from others by its worst', () => {
    const found = [
      { text: other, finding: null },
      { text: evm, finding: finding('eip155:0x1') },
    ];
    expect(saidOf({ kind: 'picture', found }, 'en')).toMatchObject({
      weight: weights.listed,
      title: 'Coins sent to the address in this picture cannot be called back',
    });
    expect(saidOf({ kind: 'picture', found: found.slice(0, 1) }, 'en')).toMatchObject({
      weight: weights.picture,
      title: 'The address in this picture is not on the list',
    });
  });
});
