import { createHash } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { Stick } from './stick.ts';

const day = 86_400_000;

/** A proposal's file with something changed in it, written back. */
async function tamper(stick: Stick, name: string, change: (file: Proposal) => void): Promise<void> {
  const file = await stick.json(name);
  change(file);
  await writeFile(stick.at(name), JSON.stringify(file));
}

interface Proposal {
  current: { root: string; alliance: string } | null;
  next: { root: string; alliance: string };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a ceremony', () => {
  it('founds an alliance: draft, first root, signatures, in force', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    expect(await stick.status()).toMatchObject({
      version: 1,
      thresholds: { root: 2, release: 2 },
      quorum: 2,
      warning: null,
    });
    const { root } = await stick.status();
    expect(root.map(({ member }: { member: string }) => member).sort()).toEqual(['ant', 'bee', 'cat']);
  });

  it('says who has signed and who lacks, and adds up copies that were signed apart', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    await copyFile(stick.at('two.json'), stick.at('copy.json'));
    await stick.sign('two.json', 'ant');
    await stick.sign('copy.json', 'bee');
    const facts = JSON.parse(await stick.done('root', 'status', stick.at('two.json'), '--json'));
    expect(facts).toMatchObject({ version: 2, complete: false, useless: 0 });
    expect(facts.asked).toEqual([
      { by: 'current', threshold: 2, signed: ['ant'], waiting: ['bee', 'cat'] },
      { by: 'next', threshold: 2, signed: ['ant'], waiting: ['bee', 'cat'] },
    ]);
    expect(await stick.refused('root', 'publish', stick.at('two.json'))).toContain(
      '1 valid signatures of the 2',
    );
    const both = ['root', 'status', stick.at('two.json'), stick.at('copy.json')];
    expect(await stick.done(...both)).toContain('Enough have signed');
    await stick.done('root', 'publish', stick.at('two.json'), stick.at('copy.json'));
    expect(await stick.status()).toMatchObject({ version: 2 });
  });

  it('lets no key sign two roots of one version by mistake', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    await stick.propose('other.json', '--threshold', '3');
    await stick.sign('two.json', 'ant');
    await stick.sign('two.json', 'ant');
    const before = await readFile(stick.at('other.json'), 'utf8');
    expect(await stick.refused(...stick.signing('other.json', 'ant'))).toContain('has signed another root 2');
    expect(await readFile(stick.at('other.json'), 'utf8')).toBe(before);
    await stick.sign('other.json', 'bee');
    await stick.signAgain('other.json', 'ant');
  });

  it('lets a member join, with a new threshold', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.join('dog');
    const shown = await stick.propose(
      'two.json',
      ...['--draft', stick.at('alliance.json'), ...stick.keyOptions('dog'), '--threshold', '3'],
    );
    expect(shown).toContain('+ dog: member: The dog (en)');
    expect(shown).toContain('~ a root needs: 2 of 3 members → 3 of 4 members');
    await stick.sign('two.json', 'ant', 'bee');
    expect(await stick.refused('root', 'publish', stick.at('two.json'))).toContain(
      '2 valid signatures of the 3',
    );
    await stick.sign('two.json', 'dog');
    await stick.done('root', 'publish', stick.at('two.json'));
    expect(await stick.status()).toMatchObject({ version: 2, thresholds: { root: 3, release: 2 } });
    expect(await stick.done('member', 'show', 'dog')).toContain('The dog');
  });

  it('lets a member leave, and its keys go with it', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.done('member', 'remove', 'cat');
    const shown = await stick.propose('two.json', '--draft', stick.at('alliance.json'));
    for (const what of ['member', 'root key', "co-signer's key", 'reviewer'])
      expect(shown).toContain(`− cat: ${what}`);
    await stick.sign('two.json', 'ant', 'bee');
    await stick.done('root', 'publish', stick.at('two.json'));
    const { root, cosigners } = await stick.status();
    expect(JSON.stringify([root, cosigners])).not.toContain('cat');
    await stick.propose('three.json');
    expect(
      await stick.refused('root', 'sign', stick.at('three.json'), '--key', stick.at('cat.root.key'), '--yes'),
    ).toContain('asks for the key');
  });

  it('replaces a lost key by a new one', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.newKey('root', 'ant', '.new');
    const shown = await stick.propose('two.json', '--key', stick.at('ant.root.new.pub'));
    expect(shown).toMatch(/~ ant: root key: [0-9a-f]{64} → [0-9a-f]{64}/);
    await stick.sign('two.json', 'bee', 'cat');
    await stick.done('root', 'publish', stick.at('two.json'));
    await stick.propose('three.json');
    await stick.sign('three.json', 'ant.root.new', 'bee');
    await stick.done('root', 'publish', stick.at('three.json'));
    expect(await stick.status()).toMatchObject({ version: 3 });
  });

  it('changes a threshold, the quorum and caps', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.done('member', 'set', '--quorum', '3', '--votes', '50', '--keys', '700');
    const options = ['--draft', stick.at('alliance.json'), '--release-threshold', '3'];
    const shown = await stick.propose('two.json', ...options);
    for (const line of [
      '~ quorum: 2 members → 3 members',
      '~ statements of a member a day: 10000 → 50',
      '~ keys of a member a day: 2000000 → 700',
      '~ a release needs: 2 of 3 members → 3 of 3 members',
    ]) {
      expect(shown).toContain(line);
    }
    await stick.sign('two.json', 'ant', 'cat');
    await stick.done('root', 'publish', stick.at('two.json'));
    expect(await stick.status()).toMatchObject({ quorum: 3, thresholds: { root: 2, release: 3 } });
  });

  it('renews a root that nears its end, of which people are reminded', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json', '--days', '59');
    await stick.sign('two.json', 'ant', 'bee');
    await stick.done('root', 'publish', stick.at('two.json'));
    expect((await stick.status()).warning).toContain('Root 2 expires in 58 days');
    expect(await stick.done('root', 'status')).toContain('baize root propose');
    await stick.propose('three.json');
    await stick.sign('three.json', 'ant', 'bee');
    await stick.done('root', 'publish', stick.at('three.json'));
    const { expires, warning } = await stick.status();
    expect(warning).toBeNull();
    expect(Math.round((Date.parse(expires) - Date.now()) / day)).toBe(limits.rootExpiry / day);
  });
});

describe('a root is refused', () => {
  it('that only members of the root before signed, or only those of the new one', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    for (const member of ['ant', 'bee', 'cat']) await stick.newKey('root', member, '.new');
    const keys = ['ant', 'bee', 'cat'].flatMap((member) => ['--key', stick.at(`${member}.root.new.pub`)]);
    await stick.propose('two.json', ...keys);
    await copyFile(stick.at('two.json'), stick.at('old.json'));
    await stick.sign('two.json', 'ant.root.new', 'bee.root.new', 'cat.root.new');
    await stick.sign('old.json', 'ant', 'bee', 'cat');
    for (const file of ['two.json', 'old.json']) {
      expect(await stick.refused('root', 'publish', stick.at(file))).toContain('0 valid signatures of the 2');
    }
    await stick.done('root', 'publish', stick.at('two.json'), stick.at('old.json'));
    expect(await stick.status()).toMatchObject({ version: 2 });
  });

  it('that is older than the one in force, or another of its version', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    await stick.propose('other.json', '--days', '200');
    await stick.sign('two.json', 'ant', 'bee');
    await stick.signAgain('other.json', 'ant', 'bee');
    await stick.done('root', 'publish', stick.at('two.json'));
    expect(await stick.refused('root', 'publish', stick.at('other.json'))).toContain('comes too late');
    await stick.propose('three.json');
    await stick.sign('three.json', 'ant', 'bee');
    await stick.done('root', 'publish', stick.at('three.json'));
    expect(await stick.refused('root', 'publish', stick.at('two.json'))).toContain('comes too late');
    expect(await stick.status()).toMatchObject({ version: 3 });
    await stick.done('root', 'publish', stick.at('three.json'));
  });

  it('that leaves a version out, or has another predecessor than it says', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    await stick.sign('two.json', 'ant', 'bee');
    await tamper(stick, 'two.json', (file) => {
      const root = JSON.parse(file.next.root);
      root.signed.version = 3;
      file.next.root = JSON.stringify(root);
    });
    expect(await stick.refused('root', 'publish', stick.at('two.json'))).toContain('0 valid signatures');
    const elsewhere = await Stick.founded('ant', 'bee', 'cat');
    await elsewhere.propose('two.json');
    await elsewhere.sign('two.json', 'ant', 'bee');
    const { err, code } = await stick.baize('root', 'publish', elsewhere.at('two.json'));
    expect(code).toBe(1);
    expect(err).toContain('follows a root that is not in force here');
    expect(await stick.status()).toMatchObject({ version: 1 });
  });

  it('whose alliance or text was changed between proposal and signature', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    await stick.sign('two.json', 'ant');
    await copyFile(stick.at('two.json'), stick.at('good.json'));
    await tamper(stick, 'two.json', (file) => {
      file.next.alliance = file.next.alliance.replace('"quorum": 2', '"quorum": 1');
    });
    const sign = ['root', 'sign', stick.at('two.json'), '--key', stick.at('bee.root.key'), '--yes'];
    expect(await stick.refused(...sign)).toContain('names another alliance.json');
    await tamper(stick, 'two.json', (file) => {
      const root = JSON.parse(file.next.root);
      root.signed['x-baize-alliance'] = sha256(file.next.alliance);
      file.next.root = JSON.stringify(root);
    });
    const shown = await stick.done('root', 'status', stick.at('two.json'));
    expect(shown).toContain('~ quorum: 2 members → 1 member');
    expect(shown).toContain('1 signatures do not count');
    await stick.done(...sign);
    expect(await stick.refused('root', 'publish', stick.at('two.json'))).toContain(
      '1 valid signatures of the 2',
    );
    expect(await stick.refused('root', 'publish', stick.at('two.json'), stick.at('good.json'))).toContain(
      'different proposals',
    );
  });

  it('when a proposal claims another root in force, so that its changes do not show', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.newKey('cosigner', 'ant', '.evil');
    await stick.propose('two.json', '--key', stick.at('ant.cosigner.evil.pub'));
    await tamper(stick, 'two.json', (file) => {
      const next = JSON.parse(file.next.root);
      file.current = {
        ...file.next,
        root: JSON.stringify({ ...next, signed: { ...next.signed, version: 1 } }),
      };
    });
    expect(await stick.done('root', 'status', stick.at('two.json'))).not.toContain('co-signer');
    const sign = ['root', 'sign', stick.at('two.json'), '--key', stick.at('bee.root.key'), '--yes'];
    expect(await stick.refused(...sign)).toContain('this proposal follows another');
  });

  it('that is not signed by enough members, however many keys each has', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.newKey('root', 'ant', '.second');
    const second = (await stick.json('ant.root.second.pub')).public;
    await stick.propose('two.json', '--key', stick.at('ant.root.second.pub'));
    await tamper(stick, 'two.json', (file) => {
      const [next, current] = [JSON.parse(file.next.root), JSON.parse(file.current!.root)];
      Object.assign(next.signed.keys, current.signed.keys);
      next.signed.roles.root.keyids = [
        ...new Set([...next.signed.roles.root.keyids, ...current.signed.roles.root.keyids]),
      ];
      expect(JSON.stringify(next)).toContain(second);
      file.next.root = JSON.stringify(next);
    });
    const sign = ['root', 'sign', stick.at('two.json'), '--key', stick.at('ant.root.key'), '--yes'];
    expect(await stick.refused(...sign)).toContain('ant has two keys for the root');
  });

  it('that has expired, or would outlive what browsers take', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    for (const [expires, said] of [
      ['2020-01-01T00:00:00Z', 'expired'],
      ['2099-01-01T00:00:00Z', 'a year at most'],
    ] as const) {
      await copyFile(stick.at('two.json'), stick.at('odd.json'));
      await tamper(stick, 'odd.json', (file) => {
        const root = JSON.parse(file.next.root);
        root.signed.expires = expires;
        file.next.root = JSON.stringify(root);
      });
      await stick.signAgain('odd.json', 'ant', 'bee');
      expect(await stick.refused('root', 'publish', stick.at('odd.json'))).toContain(said);
    }
  });
});

describe('what can not be a root is not proposed', () => {
  it('a threshold above the members that have a key', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    const options = ['root', 'propose', '--out', stick.at('two.json')];
    expect(await stick.refused(...options, '--threshold', '4')).toContain(
      'would need 4 members, and 3 have a key',
    );
    expect(await stick.refused(...options, '--release-threshold', '4')).toContain('would need 4 members');
    await stick.done('member', 'remove', 'cat');
    await stick.done('member', 'remove', 'bee');
    await stick.done('member', 'set', '--quorum', '1');
    expect(await stick.refused(...options, '--draft', stick.at('alliance.json'))).toContain(
      'would need 2 members, and 1',
    );
  });

  it('a quorum that cannot be reached, a member twice, and a draft with a field nobody knows', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    const propose = ['root', 'propose', '--out', stick.at('two.json'), '--draft', stick.at('alliance.json')];
    await stick.done('member', 'set', '--quorum', '4');
    expect(await stick.refused(...propose)).toContain('asks for 4 members where 3 count');
    await stick.done('member', 'set', '--quorum', '3');
    expect(await stick.refused('member', 'add', 'cat', '--name', 'Again')).toContain('is a member already');
    await stick.done('member', 'set', 'cat', '--group', 'pets');
    await stick.done('member', 'set', 'bee', '--group', 'pets');
    expect(await stick.refused(...propose)).toContain('asks for 3 members where 2 count');
    const draft = await readFile(stick.at('alliance.json'), 'utf8');
    await writeFile(stick.at('alliance.json'), draft.replace('"quorum": 3', '"quorum": 2, "quorom": 3'));
    expect(await stick.refused(...propose)).toContain('nobody knows its "quorom"');
    expect(await readFile(stick.at('alliance.json'), 'utf8')).toContain('quorom');
    const twice = JSON.parse(draft);
    twice.members.push(twice.members[0]);
    await writeFile(stick.at('alliance.json'), JSON.stringify(twice));
    expect(await stick.refused(...propose)).toContain('names a member twice');
  });

  it('a key for two things, of somebody who is no member, or of another use', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    const propose = ['root', 'propose', '--out', stick.at('two.json')];
    await stick.newKey('root', 'eve');
    expect(await stick.refused(...propose, '--key', stick.at('eve.root.pub'))).toContain('eve has a key');
    expect(await stick.refused(...propose, '--key', stick.at('ant.vote.pub'))).toContain(
      'vote key does not stand in a root',
    );
    const vote = await stick.json('ant.vote.pub');
    await writeFile(stick.at('both.pub'), JSON.stringify({ ...vote, use: 'root' }));
    expect(await stick.refused(...propose, '--key', stick.at('both.pub'))).toContain('stands for two things');
    expect(await stick.refused(...propose, '--drop', '0123456789')).toContain('No key of the root');
    const { root } = await stick.status();
    const shown = await stick.done(...propose, '--drop', root[2].public.slice(0, 20));
    expect(shown).toContain('a root needs: 2 of 3 members → 2 of 2 members');
  });
});

describe('nothing is lost', () => {
  it('by a proposal that would be written over, damaged, or of something else', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    const before = await readFile(stick.at('two.json'));
    expect(await stick.refused('root', 'propose', '--out', stick.at('two.json'))).toContain(
      'is there already',
    );
    for (const key of ['ant.cosigner', 'ant.vote']) {
      const sign = ['root', 'sign', stick.at('two.json'), '--yes', '--key', stick.at(`${key}.key`)];
      expect(await stick.refused(...sign)).toMatch(/asks for the key/);
    }
    expect(await readFile(stick.at('two.json'))).toEqual(before);
    for (const text of ['', '{', '[]', '{"_type":"root-proposal"}', 'x'.repeat(limits.proposalBytes + 1)]) {
      await writeFile(stick.at('bad.json'), text);
      expect(await stick.refused('root', 'status', stick.at('bad.json'))).toContain('no proposal');
      await stick.refused('root', 'publish', stick.at('bad.json'));
    }
    expect(await stick.refused('root', 'status', stick.at('none.json'))).toContain('can not be read');
    expect(await stick.status()).toMatchObject({ version: 1 });
  });

  it('by a signature that nobody agreed to', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    await stick.propose('two.json');
    const sign = ['root', 'sign', stick.at('two.json'), '--key', stick.at('ant.root.key')];
    expect(await stick.refused(...sign)).toContain('--yes');
    expect((await stick.json('two.json')).next.root).toContain('"signatures":[]');
  });

  it('and a first root is not put where another registry is', async () => {
    const stick = await Stick.founded('ant', 'bee', 'cat');
    const other = await Stick.create();
    await other.draft('ant', 'bee');
    const init = [
      'root',
      'init',
      other.at('alliance.json'),
      ...other.keyOptions('ant', 'bee'),
      ...other.two(),
    ];
    await other.done(...init);
    await other.sign('root-1.json', 'ant', 'bee');
    expect(await stick.refused('root', 'publish', other.at('root-1.json'))).toContain('comes too late');
    await stick.propose('two.json');
    await stick.sign('two.json', 'ant', 'bee');
    await rm(other.at('data'), { recursive: true, force: true });
    expect(await other.refused('root', 'publish', stick.at('two.json'))).toContain('no registry');
  });
});
