import { rename } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { sourceOf } from '../../../src/registry/release/source.ts';
import { openFeed } from '../../../src/registry/release/verify.ts';
import { run } from '../workspace.ts';
import { Stick } from './stick.ts';

/** What co-signers do after a ceremony: they follow the roots by themselves, whoever joined, left or lost a key. */
class Alliance {
  readonly stick: Stick;

  constructor(stick: Stick) {
    this.stick = stick;
  }

  get feed(): string {
    return this.stick.at('data/feed');
  }

  /** Proposes a release. Each of these keys signs it from its own folder; the registry takes the signatures. */
  async release(...keys: string[]): Promise<void> {
    await this.stick.done('publish');
    for (const key of keys) {
      const signed = this.stick.at(`${key}.signed`);
      const ran = await this.cosign(key, '--out', signed);
      expect(ran, ran.err).toMatchObject({ code: 0 });
      await this.stick.done('publish', '--signed', signed);
    }
  }

  cosign(key: string, ...more: string[]) {
    const at = ['--data', this.stick.at(`replica of ${key}`), '--key', this.stick.at(`${key}.key`)];
    return run(['cosign', this.feed, ...at, ...more]);
  }

  async vote(member: string, key: string): Promise<void> {
    await this.stick.done(
      'vote',
      'list',
      key,
      '--kind',
      'phishing',
      '--key',
      this.stick.at(`${member}.vote.key`),
    );
  }

  /** What a browser sees that has been there from the first root on. */
  async seen() {
    const { alliance, list, trusted } = await openFeed(sourceOf(this.feed), new Date());
    const { signed } = JSON.parse(Buffer.from(trusted.root).toString());
    return { root: signed.version, members: alliance.members.map(({ id }) => id), lines: [...list.lines()] };
  }
}

it('releases go on while members join and leave, and keys are lost', async () => {
  const alliance = new Alliance(await Stick.founded('ant', 'bee', 'cat'));
  const { stick } = alliance;
  await alliance.release('ant.cosigner', 'bee.cosigner');
  for (const member of ['ant', 'bee']) await alliance.vote(member, 'a.test');
  await alliance.release('bee.cosigner', 'cat.cosigner');
  expect(await alliance.seen()).toMatchObject({ root: 1, lines: ['a.test phishing'] });

  await stick.join('dog');
  const joins = [
    '--draft',
    stick.at('alliance.json'),
    ...stick.keyOptions('dog'),
    '--release-threshold',
    '3',
  ];
  await stick.propose('two.json', ...joins);
  await stick.sign('two.json', 'ant', 'bee');
  await stick.done('root', 'publish', stick.at('two.json'));
  await alliance.release('ant.cosigner', 'bee.cosigner', 'dog.cosigner');
  for (const member of ['dog', 'cat']) await alliance.vote(member, 'b.test');
  await alliance.release('ant.cosigner', 'cat.cosigner', 'dog.cosigner');
  const both = ['a.test phishing', 'b.test phishing'];
  expect(await alliance.seen()).toEqual({ root: 2, members: ['ant', 'bee', 'cat', 'dog'], lines: both });

  await stick.done('member', 'remove', 'bee');
  await stick.newKey('cosigner', 'cat', '.new');
  await stick.newKey('log');
  await stick.done('member', 'set', '--log-key', stick.at('log.pub'));
  const change = ['--draft', stick.at('alliance.json'), '--key', stick.at('cat.cosigner.new.pub')];
  await stick.propose('three.json', ...change);
  await stick.sign('three.json', 'cat', 'dog');
  await stick.done('root', 'publish', stick.at('three.json'));
  await rename(stick.at('log.key'), stick.at('data/keys/log.key'));
  await stick.done('publish');
  for (const key of ['bee.cosigner', 'cat.cosigner']) {
    expect((await alliance.cosign(key)).err).toContain('Root 3 does not name this cosigner key');
  }
  await alliance.release('ant.cosigner', 'cat.cosigner.new', 'dog.cosigner');
  expect(await alliance.seen()).toEqual({ root: 3, members: ['ant', 'cat', 'dog'], lines: both });
  const log = JSON.parse(await stick.done('log', 'verify', '--json'));
  expect(log).toMatchObject({ root: 3, entries: 2, members: ['ant', 'cat', 'dog'] });
});
