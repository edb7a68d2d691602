import { spawn } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleAddresses, sampleSpellings } from '../../scripts/demo/addresses.ts';
import { commands } from '../../src/registry/commands/all.ts';
import { openRegistry } from '../../src/registry/registry.ts';
import { fileReport } from '../../src/registry/store/reports.ts';
import { run, runProcess, start, tempFolder, urlOf } from './workspace.ts';

const sample = sampleAddresses('Baize test: the command line');
const spelled = sampleSpellings('Baize test: the command line');

/** A new registry made by the command line itself; gives its folder and a way to run commands on it. */
async function initialised() {
  const data = join(await tempFolder(), 'data');
  const made = await run(['init', '--name', 'Sample alliance', '--data', data]);
  expect(made).toMatchObject({ code: 0, err: '' });
  return { data, baize: (args: string[], input?: string) => run([...args, '--data', data], input) };
}

const jsonLines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the command line', () => {
  it('explains itself', async () => {
    const overview = await run(['--help']);
    expect(overview.code).toBe(0);
    for (const { name, summary } of commands) {
      expect(overview.out).toContain(summary);
      const help = await run([...name.split(' '), '--help']);
      expect(help, name).toMatchObject({ code: 0, err: '' });
      expect(help.out).toContain('--data DIR');
    }
  });

  it('has a file for every command, and lists it', async () => {
    const files = await readdir(fileURLToPath(new URL('../../src/registry/commands', import.meta.url)));
    const expected = files.filter((name) => !['all.ts', 'shared.ts'].includes(name)).sort();
    expect(commands.map(({ name }) => `${name.replace(' ', '-')}.ts`).sort()).toEqual(expected);
  });

  it.each([
    [[]],
    [['nonsense']],
    [['add', '--kind', 'phishing']],
    [['add', 'a.test', 'b.test', '--kind', 'phishing']],
    [['add', 'a.test']],
    [['add', 'a.test', '--kind', 'nonsense']],
    [['add', 'a.test', '--kind', 'phishing', '--nonsense']],
    [['publish', 'now']],
    [['serve', '--port', 'http']],
  ])('exits with 2 and a hint for %j', async (args) => {
    const { code, out, err } = await run(args);
    expect(code).toBe(2);
    expect(err + out).toMatch(/baize|There is no command/);
  });

  it('says how to begin where there is no registry', async () => {
    const data = join(await tempFolder(), 'none');
    for (const args of [
      ['status'],
      ['publish'],
      ['reports'],
      ['serve'],
      ['add', 'a.test', '--kind', 'phishing'],
    ]) {
      const { code, err } = await run([...args, '--data', data]);
      expect(code, args[0]).toBe(1);
      expect(err).toContain('baize init');
    }
  });

  it('ends quietly when its reader goes away', async () => {
    const { data, baize } = await initialised();
    const input = join(data, 'input');
    await writeFile(input, 'name.test\n'.repeat(50_000));
    const script = fileURLToPath(new URL('../../scripts/baize', import.meta.url));
    const child = spawn('bash', [
      '-c',
      `"${script}" check --data "${data}" < "${input}" | head -n 1; echo "\${PIPESTATUS[0]}"`,
    ]);
    let out = '';
    let err = '';
    for await (const text of child.stdout.setEncoding('utf8')) out += text;
    for await (const text of child.stderr.setEncoding('utf8')) err += text;
    expect(err).toBe('');
    expect(out.trim().split('\n').at(-1)).toBe('0');
    expect((await baize(['status'])).code).toBe(0);
  });
});

describe('the program', () => {
  it('tells the whole story, process by process', async () => {
    const folder = await tempFolder();
    const data = ['--data', join(folder, 'data')];
    const done = async (args: string[], input = '') => {
      const ran = await runProcess([...args, ...data], input);
      expect(ran, args.join(' ')).toMatchObject({ code: 0 });
      return ran.out;
    };
    await done(['init', '--name', 'Sample alliance']);
    await done(['add', 'http://scam.test/', '--kind', 'phishing', '--reason', 'Sample.']);
    expect(await done(['import', '-', '--kind', 'malware'], 'a.test\nb.test\n')).toContain('2 new entries');
    await done(['remove', 'b.test']);
    expect(await done(['publish'])).toContain('Nothing is pending; release 4');
    expect(await done(['log', 'verify'])).toContain('2 entries, as published');
    expect(await done(['check', 'www.scam.test'])).toContain('"listed"');
    expect(await done(['feed', 'verify', join(folder, 'data/feed')])).toContain('verified');
    expect(await done(['status'])).toContain('0 votes');
    expect(await done(['reports'])).toBe('No reports.\n');
    expect(await runProcess(['add', 'com', '--kind', 'phishing', ...data])).toMatchObject({ code: 1 });
    expect(await runProcess(['add', 'a.test', '--nonsense', ...data])).toMatchObject({ code: 2 });
  });
});

describe('init', () => {
  it('makes keys that only their owner can read, and refuses to do it twice', async () => {
    const { data, baize } = await initialised();
    expect((await stat(join(data, 'keys'))).mode & 0o777).toBe(0o700);
    expect((await readdir(join(data, 'keys'))).sort()).toEqual([
      'cosigner.key',
      'log.key',
      'root.key',
      'vote.key',
    ]);
    expect((await stat(join(data, 'keys/root.key'))).mode & 0o777).toBe(0o600);
    const key = await readFile(join(data, 'keys/root.key'));
    const again = await baize(['init']);
    expect(again.code).toBe(1);
    expect(again.err).toContain('--data');
    expect(await readFile(join(data, 'keys/root.key'))).toEqual(key);
  });

  it('signs the addresses it is given', async () => {
    const data = join(await tempFolder(), 'data');
    await run([
      'init',
      '--url',
      'https://feed.example/list',
      '--url',
      'https://mirror.example/',
      '--data',
      data,
    ]);
    const facts = JSON.parse((await run(['feed', 'verify', join(data, 'feed'), '--json'])).out);
    expect(facts.addresses).toEqual(['https://feed.example/list/', 'https://mirror.example/']);
    const own = await run(['add', 'mirror.example', '--kind', 'phishing', '--data', data]);
    expect(own).toMatchObject({ code: 1 });
  });

  it('refuses an address that is none', async () => {
    const data = join(await tempFolder(), 'data');
    expect((await run(['init', '--url', 'ftp://feed.example/', '--data', data])).code).toBe(1);
    expect((await run(['init', '--url', 'nonsense', '--data', data])).code).toBe(1);
  });
});

describe('add and remove', () => {
  it('bring any spelling to the one key', async () => {
    const { baize } = await initialised();
    const added = await baize([
      'add',
      'https://user@WWW.Scam.Example.:443/a/../win//?x#y',
      '--kind',
      'giveaway',
    ]);
    expect(added.out).toContain('Added: scam.example/win giveaway\n');
    const address = await baize([
      'add',
      '0x52908400098527886E0F7030069857D2E4169EE7',
      '--kind',
      'drainer',
      '--caution',
    ]);
    expect(address.out).toContain(
      'Added: eip155:0x52908400098527886e0f7030069857d2e4169ee7 drainer caution\n',
    );
    expect((await baize(['add', 'scam.example/win', '--kind', 'giveaway'])).out).toBe(
      'On the list already: scam.example/win giveaway\n',
    );
    expect((await baize(['add', 'scam.example/win', '--kind', 'ponzi_yield'])).out).toContain('Changed: ');
    expect((await baize(['remove', 'http://scam.example/win/'])).out).toContain(
      'Removed: scam.example/win ponzi_yield\n',
    );
    expect((await baize(['remove', 'scam.example/win'])).code).toBe(1);
  });

  it('bring every spelling of an address to the one key, on every chain', async () => {
    const { data, baize } = await initialised();
    const added = [
      [spelled.tronHex, `tron:${sample.tron}`],
      [sample['bitcoin-cash'], `bip122:${spelled.cashaddrLegacy}`],
      [spelled.tonBounceable, `tvm:${spelled.tonRaw}`],
      [spelled.xAddressTagged, `xrpl:${sample.xrpl}`],
      [`sui:${sample.sui}`, `sui:${sample.sui}`],
    ] as const;
    for (const [text, key] of added) {
      expect((await baize(['add', text, '--kind', 'drainer'])).out).toContain(`Added: ${key} drainer\n`);
    }
    await baize(['publish']);
    const asked = [
      sample.tron,
      spelled.cashaddrTokens,
      sample.ton,
      spelled.xAddress,
      sample.sui,
      sample.aptos,
    ];
    const answers = jsonLines((await run(['check', ...asked, '--data', data])).out);
    expect(answers.map(({ key }) => key)).toEqual([...added.map(([, key]) => key), null]);
  });

  it.each([
    ['nothing at all', 'neither'],
    ['com', 'single label'],
    ['localhost', 'single label'],
    ['co.uk', 'public suffix'],
    ['GitHub.io.', 'public suffix'],
    ['https://www.google.com/', 'protected'],
    ['127.0.0.1', 'protected'],
    ['0x52908400098527886E0F7030069857D2E4169Ee7', 'checksum'],
    [sample.sui, 'an address of sui or of aptos; write sui:… or aptos:…'],
  ])('refuse %s and say why', async (text, why) => {
    const { baize } = await initialised();
    const { code, err } = await baize(['add', text, '--kind', 'phishing']);
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(JSON.parse((await baize(['status', '--json'])).out)).toMatchObject({ entries: 0, pending: 0 });
  });
});

describe('import', () => {
  const text = '# sample\n\nA.test.\nhttps://a.test/\n b.test/p/ \r\ncom\nnot a key\n';

  it('imports nothing when a line can not be listed, and shows each with its reason', async () => {
    const { baize } = await initialised();
    const { code, err } = await baize(['import', '-', '--kind', 'phishing'], text);
    expect(code).toBe(1);
    expect(err).toContain('line 6: com: a single label');
    expect(err).toContain('line 7: not a key: neither');
    expect(err).toContain('Nothing was imported');
    expect(JSON.parse((await baize(['status', '--json'])).out)).toMatchObject({ entries: 0 });
  });

  it('imports the rest with --skip-bad', async () => {
    const { baize } = await initialised();
    const { code, out } = await baize(['import', '-', '--kind', 'phishing', '--skip-bad', '--json'], text);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      added: 2,
      duplicates: 1,
      imported: true,
      bad: [{ line: 6 }, { line: 7 }],
    });
  });

  it('reads a JSON array, caps what it shows, and imports again without changes', async () => {
    const { data, baize } = await initialised();
    const file = join(data, 'keys.json');
    await writeFile(file, JSON.stringify([...Array.from({ length: 60 }, () => 'com'), 7, 'x.test']));
    const { err } = await baize(['import', file, '--kind', 'malware', '--caution', '--skip-bad']);
    expect(err.split('\n').filter((line) => line.startsWith('line '))).toHaveLength(50);
    expect(err).toContain('and 11 more');
    expect((await baize(['import', file, '--kind', 'malware', '--caution', '--skip-bad'])).out).toContain(
      '1 on the list already',
    );
  });

  it('says what is wrong with a file', async () => {
    const { data, baize } = await initialised();
    expect((await baize(['import', join(data, 'none'), '--kind', 'phishing'])).err).toContain(
      'can not be read',
    );
    expect((await baize(['import', '-', '--kind', 'phishing'], '["a.test",')).err).toContain('JSON');
  });
});

describe('publish, check and feed verify', () => {
  it('carry an entry from the registry to a verdict', async () => {
    const { data, baize } = await initialised();
    await baize(['add', 'scam.test', '--kind', 'ponzi_yield']);
    await baize(['add', 'maybe.test', '--kind', 'giveaway', '--caution']);
    expect((await baize(['remove', 'maybe.test'])).out).toContain('Release 4: 1 entry (+0 −1)');
    expect((await baize(['check', 'maybe.test'])).out).toContain('"unlisted"');
    const again = await baize(['add', 'maybe.test', '--kind', 'giveaway', '--caution']);
    expect(again.out).toContain('Release 5: 2 entries (+1 −0)');
    const input =
      'http://sub.SCAM.test:8080/x\nmaybe.test\r\n\nnotscam.test\n???\n0x52908400098527886E0F7030069857D2E4169Ee7\n';
    const { code, out } = await baize(['check'], input);
    expect(code).toBe(0);
    expect(jsonLines(out)).toEqual([
      {
        input: 'http://sub.SCAM.test:8080/x',
        verdict: 'listed',
        key: 'scam.test',
        kind: 'ponzi_yield',
        level: 'stop',
      },
      { input: 'maybe.test', verdict: 'caution', key: 'maybe.test', kind: 'giveaway', level: 'caution' },
      { input: 'notscam.test', verdict: 'unlisted', key: null, kind: null, level: null },
      { input: '???', verdict: 'invalid', key: null, kind: null, level: null },
      {
        input: '0x52908400098527886E0F7030069857D2E4169Ee7',
        verdict: 'invalid',
        key: null,
        kind: null,
        level: null,
      },
    ]);
    const { out: facts } = await run(['feed', 'verify', join(data, 'feed')]);
    expect(facts).toMatch(/Version +5 /);
    expect(facts).toMatch(/Entries +2\n/);
    expect(facts).toMatch(/Signers +sample-alliance \(1 of 1/);
  });

  it('refuse a feed whose bytes were changed', async () => {
    const { data, baize } = await initialised();
    const targets = join(data, 'feed/targets');
    const list = (await readdir(targets)).find((name) => name.endsWith('.gz'))!;
    await writeFile(join(targets, list), Buffer.alloc(20));
    for (const args of [
      ['check', 'a.test'],
      ['feed', 'verify', join(data, 'feed')],
    ]) {
      const { code, err } = await baize(args);
      expect(code).toBe(1);
      expect(err).toContain('sha256');
    }
    expect((await baize(['publish'])).out).toContain('renewed the signatures of release 2');
    expect((await baize(['check', 'a.test'])).code).toBe(0);
  });

  it('verify over HTTP against a given root, and refuse another root', async () => {
    const { data } = await initialised();
    const other = await initialised();
    const url = await urlOf(start(['serve', '--port', '0', '--data', data]));
    const root = (folder: string) => join(folder, 'feed/metadata/1.root.json');
    expect((await run(['feed', 'verify', `${url}feed`, '--root', root(data)])).code).toBe(0);
    const wrong = await run(['feed', 'verify', `${url}feed/`, '--root', root(other.data)]);
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('signatures');
    const base = await run(['feed', 'verify', url]);
    expect(base).toMatchObject({ code: 1, err: expect.stringContaining('/feed/') });
  });
});

describe('status and reports', () => {
  it('show what waits', async () => {
    const { data, baize } = await initialised();
    await baize(['vote', 'list', 'scam.test', '--kind', 'phishing']);
    const registry = await openRegistry(data);
    const nasty = '\u001b[31mred\u001b[0m\nnew line \u202Eflip <script>';
    const report = {
      id: 'sample-report-1234',
      subject: 'http://scam.test/',
      kind: 'phishing',
      note: nasty,
    } as const;
    await fileReport(registry.db, report, new Date());
    await registry.close();
    const { out: text } = await baize(['reports']);
    expect(text.trim().split('\n')).toHaveLength(2);
    expect(text).toContain('[31mred[0m new line flip <script>');
    const { out: json } = await baize(['reports', '--json']);
    for (const hidden of ['\u001b', '\u202E']) expect(json).not.toContain(hidden);
    expect(JSON.parse(json)).toMatchObject({ note: nasty, state: 'received', key: 'scam.test' });
    expect(JSON.parse((await baize(['status', '--json'])).out)).toMatchObject({
      pending: 1,
      waiting: 1,
      entries: 0,
    });
    await baize(['publish']);
    expect(JSON.parse((await baize(['status', '--json'])).out)).toMatchObject({ pending: 0, waiting: 0 });
  });
});

describe('serve', () => {
  it('stops when it is asked to, and leaves with 0', async () => {
    const { data } = await initialised();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const server = start(['serve', '--port', '0', '--data', data]);
      const url = await urlOf(server);
      expect((await fetch(`${url}healthz`)).status).toBe(200);
      const ended = new Promise((done) => server.on('exit', done));
      server.kill(signal);
      expect(await ended).toBe(0);
    }
  });

  it('says so when browsers look for the feed at another port of this machine', async () => {
    const { data } = await initialised();
    const server = start(['serve', '--port', '0', '--data', data]);
    const said = new Promise<string>((done) => server.stderr.on('data', (text) => done(String(text))));
    expect(await said).toContain('Browsers look for this feed at http://127.0.0.1:4180/feed/');
    server.kill();
  });
});
