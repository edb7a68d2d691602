import { expect, it } from 'vitest';
import { openRegistry } from '../../../src/registry/registry.ts';
import { inForce } from '../../../src/registry/store/roots.ts';
import { askFor } from '../../../src/registry/store/staff.ts';
import { Stick } from './stick.ts';

const fresh = 'ab'.repeat(32);

it('what coordinators ask for is granted by a root, and nothing else is', async () => {
  const stick = await Stick.founded('ant', 'bee', 'cat');
  const registry = await openRegistry(stick.at('data'));
  const reviewerOf = async (id: string) =>
    (await inForce(registry.db))!.alliance.members.find((member) => member.id === id)!.reviewers;
  const [gone] = await reviewerOf('bee');
  const by = { keyid: 'cd'.repeat(32), role: 'reviewer' } as const;
  const now = new Date();
  await askFor(registry.db, { ...by, member: 'ant', action: 'add', key: fresh, label: 'Fresh desk' }, now);
  await askFor(registry.db, { ...by, member: 'bee', action: 'remove', key: gone!.key, label: null }, now);
  expect(await stick.done('member', 'requests')).toContain(`ant: add the reviewer Fresh desk  ${fresh}`);
  expect(await stick.propose('none.json')).not.toContain(fresh);
  const shown = await stick.propose('two.json', '--requests');
  expect(shown).toContain(`+ ant: reviewer ${fresh}: Fresh desk`);
  expect(shown).toContain(`− bee: reviewer ${gone!.key}`);
  await stick.sign('two.json', 'ant', 'bee');
  await stick.done('root', 'publish', stick.at('two.json'));
  expect((await reviewerOf('ant')).map(({ key }) => key)).toContain(fresh);
  expect(await reviewerOf('bee')).toEqual([]);
  expect(await stick.done('member', 'requests')).toContain('Nothing is asked for.');
  await registry.close();
});

it('coordinators, observers and the recipient of contacts are named by a ceremony, and each is shown', async () => {
  const stick = await Stick.founded('ant', 'bee', 'cat');
  const key = JSON.parse(await stick.done('member', 'show', 'ant', '--json')).reviewers[0].key;
  const recipient = `age1${'q'.repeat(58)}`;
  await stick.done('member', 'set', 'ant', '--coordinator', key.slice(0, 8));
  await stick.done('member', 'set', '--observer', `${fresh}=Sample Times`, '--contact', recipient);
  const shown = await stick.propose('two.json', '--draft', stick.at('alliance.json'));
  expect(shown).toContain(`~ ant: reviewer ${key}: without a label → without a label, coordinator`);
  expect(shown).toContain(`+ observer ${fresh}: Sample Times`);
  expect(shown).toContain(`+ contacts are sealed for: ${recipient}`);
  await stick.done('member', 'set', 'ant', '--no-coordinator', key.slice(0, 8));
  await stick.done('member', 'set', '--remove-observer', fresh.slice(0, 8), '--no-contact');
  const back = await stick.propose('back.json', '--draft', stick.at('alliance.json'));
  expect(back).not.toMatch(/coordinator|observer|contacts/);
  const { code, err } = await stick.baize('member', 'set', '--observer', 'Sample Times');
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('64 hex digits') });
});
