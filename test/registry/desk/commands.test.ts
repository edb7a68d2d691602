import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { armor, Encrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { publish } from '../../../src/registry/release/publish.ts';
import { fileAppeal } from '../../../src/registry/store/appeals.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import { clearEntry, listEntries } from '../votes.ts';
import { entry, newRegistry, run, tempFolder } from '../workspace.ts';

async function sealFor(recipient: string, text: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

const report = { id: 'sample-report-000001', subject: 'http://scam.test/', kind: 'giveaway' } as const;

describe('contacts', () => {
  it.each([
    ['sealed with a passphrase', 'correct horse battery staple'],
    ['left unsealed', null],
  ])(
    'are opened with the alliance’s key, %s, and with no other',
    async (_, passphrase) => {
      const folder = await tempFolder();
      const file = join(folder, 'contact.txt');
      const pass = join(folder, 'passphrase');
      if (passphrase !== null) await writeFile(pass, passphrase);
      const sealing = passphrase === null ? ['--no-passphrase'] : ['--passphrase-file', pass];
      const made = await run(['key', 'new', file, '--use', 'contact', '--json', ...sealing]);
      expect(made, made.err).toMatchObject({ code: 0 });
      const { recipient } = JSON.parse(made.out);
      expect(recipient).toMatch(/^age1[0-9a-z]{58}$/);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const text = await readFile(file, 'utf8');
      expect(text.includes('AGE-SECRET-KEY-1')).toBe(passphrase === null);
      expect((await run(['key', 'new', file, '--use', 'contact', '--no-passphrase'])).code).toBe(1);

      const { db, paths } = await newRegistry();
      const contact = await sealFor(recipient, 'sender@mail.example\u202e');
      await fileReport(db, { ...report, contact }, new Date());
      const other = join(folder, 'other.txt');
      await run(['key', 'new', other, '--use', 'contact', '--no-passphrase']);
      const at = ['--data', paths.data];
      const opened = await run([
        'contact',
        'open',
        '--key',
        file,
        ...sealing.slice(passphrase === null ? 1 : 0),
        ...at,
      ]);
      expect(opened.out).toMatch(/^sample-report-000001 {2}until \S+Z {2}sender@mail\.example\n$/);
      const wrong = await run(['contact', 'open', '--key', other, ...at]);
      expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('(sealed for another key)') });
      expect((await run(['contact', 'open', 'sample-report-000002', '--key', other, ...at])).out).toBe(
        'No contacts.\n',
      );
      expect((await run(['contact', 'open', ...at])).code).toBe(2);
      expect((await run(['contact', 'open', '--key', join(folder, 'none'), ...at])).code).toBe(1);
    },
    120_000,
  );

  it('are sealed for whom the draft names', async () => {
    const folder = await tempFolder();
    const at = ['--draft', join(folder, 'alliance.json')];
    const recipient = `age1${'q'.repeat(58)}`;
    const log = join(folder, 'log.key');
    await run(['key', 'new', log, '--use', 'log', '--no-passphrase']);
    const exported = await run(['key', 'export', log]);
    await writeFile(join(folder, 'log.pub'), exported.out);
    const start = [
      '--name',
      'Sample',
      '--url',
      'https://feed.example/feed/',
      '--log-key',
      join(folder, 'log.pub'),
    ];
    const set = await run(['member', 'set', ...start, '--contact', recipient, '--json', ...at]);
    expect(set, set.err).toMatchObject({ code: 0 });
    expect(JSON.parse(set.out).contact).toBe(recipient);
    const kept = await run(['member', 'set', '--votes', '7', '--json', ...at]);
    expect(JSON.parse(kept.out).contact).toBe(recipient);
    const gone = await run(['member', 'set', '--no-contact', '--json', ...at]);
    expect(JSON.parse(gone.out).contact).toBeUndefined();
    expect((await run(['member', 'set', '--contact', 'age1short', ...at])).code).toBe(1);
  });
});

describe('appeals on the command line', () => {
  it('are listed, shown and answered', async () => {
    const registry = await newRegistry();
    const at = ['--data', registry.paths.data];
    expect((await run(['appeal', 'list', ...at])).out).toBe('No appeals.\n');
    await listEntries(registry, [entry('a.test')]);
    await publish(registry);
    const appeal = { id: 'sample-appeal-000001', key: 'a.test', text: 'Ours.\u202e\u001b[2J' };
    await fileAppeal(registry.db, appeal, registry.alliance.log.origin, new Date('2026-11-02T10:00:00Z'));
    const listed = await run(['appeal', 'list', ...at]);
    expect(listed.out).toMatch(
      /^1 {2}open {7}2026-11-02T10:00:00Z {2}answer by 2026-11-05T10:00:00Z {2}a\.test/,
    );
    expect(listed.out.endsWith('a.test  OVERDUE\n')).toBe(new Date() > new Date('2026-11-05T10:00:00Z'));
    const answered = await run(['appeal', 'answer', '1', ' We look at it. ', ...at]);
    expect(answered, answered.err).toMatchObject({
      code: 0,
      out: expect.stringContaining('sample-alliance'),
    });
    const shown = await run(['appeal', 'show', '1', ...at]);
    for (const text of [
      'against a.test: open',
      'Ours.',
      'Listed by  sample-alliance',
      'We look at it.',
      'nobody has',
    ])
      expect(shown.out).toContain(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
    expect(shown.out).not.toMatch(/[\u202e\u001b]/);
    const json = JSON.parse((await run(['appeal', 'show', '1', '--json', ...at])).out);
    expect(json).toMatchObject({
      state: 'open',
      listedBy: ['sample-alliance'],
      answers: [{ text: 'We look at it.' }],
    });
    await clearEntry(registry, 'a.test');
    await publish(registry);
    expect((await run(['appeal', 'list', '--state', 'open', ...at])).out).toBe('No appeals.\n');
    expect((await run(['appeal', 'list', '--state', 'upheld', ...at])).out).toContain('decided ');
  });

  it('say what is wrong with what was typed', async () => {
    const { paths } = await newRegistry();
    const at = ['--data', paths.data];
    expect((await run(['appeal', 'list', '--state', 'none', ...at])).code).toBe(2);
    expect((await run(['appeal', 'show', '7', ...at])).err).toContain('There is no appeal "7"');
    expect((await run(['appeal', 'show', 'x', ...at])).code).toBe(1);
    expect((await run(['appeal', 'answer', '1', ' ', ...at])).code).toBe(2);
    expect((await run(['appeal', 'answer', '1', 'Sample.', ...at])).code).toBe(1);
  });
});

describe('reports on the command line', () => {
  it('show their state with the reason, and what was added', async () => {
    const { db, paths } = await newRegistry();
    await fileReport(db, report, new Date());
    await db.updateTable('case').set({ state: 'set_aside', reason: 'gone' }).execute();
    const row = {
      id: 'sample-addition-000001',
      report: report.id,
      received: '2026-11-02T10:00:00Z',
      note: 'Back.',
    };
    await db.insertInto('addition').values(row).execute();
    const { out } = await run(['reports', '--data', paths.data]);
    expect(out).toContain('declined: gone  giveaway  http://scam.test/');
    expect(out).toContain('added 2026-11-02T10:00:00Z: Back.');
    const json = JSON.parse((await run(['reports', '--json', '--data', paths.data])).out);
    expect(json).toMatchObject({ state: 'declined', reason: 'gone', additions: [{ note: 'Back.' }] });
  });
});
