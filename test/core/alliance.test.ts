import { describe, expect, it } from 'vitest';
import { type Alliance, groupOf, type Member, parseAlliance } from '../../src/core/alliance.ts';
import { sampleAlliance } from '../sample-alliance.ts';

const member = (id: string, more: Partial<Member> = {}): Member => ({
  id,
  name: { en: id, 'zh-CN': '示例', 'zh-TW': '範例' },
  reviewers: [],
  ...more,
});

const key = (digit: string) => ({ key: digit.repeat(64) });

const full: Alliance = sampleAlliance({
  homepage: 'https://alliance.example/',
  quorum: 2,
  members: [
    member('ant', { homepage: 'https://ant.example/', reviewers: [{ ...key('a'), label: 'one' }, key('b')] }),
    member('bee', { group: 'insects' }),
    member('cat', { group: 'insects' }),
    member('insects'),
  ],
});

describe('alliance.json', () => {
  it('is read with its members, their reviewers and groups', () => {
    expect(parseAlliance(full)).toEqual(full);
    expect(parseAlliance(sampleAlliance())).toEqual(sampleAlliance());
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['no address', { ...full, addresses: [] }],
    ['an address that is a script', { ...full, addresses: ['javascript:alert(1)/'] }],
    ['an address without its slash', { ...full, addresses: ['https://feed.example/feed'] }],
    ['a name without English', { ...full, name: { 'zh-CN': '示例' } }],
    ['a name that is too long', { ...full, name: { en: 'x'.repeat(81) } }],
    ['no log', { ...full, log: undefined }],
    ['an origin with a plus', { ...full, log: { ...full.log, origin: 'a+b' } }],
    ['an origin with a line break', { ...full, log: { ...full.log, origin: 'a\nb' } }],
    ['a key in capitals', { ...full, members: [member('ant', { reviewers: [key('A')] })], quorum: 1 }],
    ['no member', { ...full, members: [] }],
    ['an id with a capital', { ...full, members: [member('Ant')], quorum: 1 }],
    ['an id that ends with a hyphen', { ...full, members: [member('ant-')], quorum: 1 }],
    ['a member twice', { ...full, members: [...full.members, member('ant')] }],
    [
      'a key twice in one member',
      { ...full, members: [member('ant', { reviewers: [key('a'), key('a')] })], quorum: 1 },
    ],
    [
      'a key with two members',
      { ...full, members: [...full.members, member('dog', { reviewers: [key('a')] })] },
    ],
    ['a quorum of none', { ...full, quorum: 0 }],
    ['a quorum of a part', { ...full, quorum: 1.5 }],
    ['a quorum that four members in three groups can not reach', { ...full, quorum: 4 }],
    ['no caps', { ...full, caps: {} }],
  ])('is refused with %s', (_, value) => {
    expect(() => parseAlliance(value)).toThrow(expect.objectContaining({ code: 'format' }));
  });

  it('counts a group as one, and never as the member of that name', () => {
    expect(full.members.map(groupOf)).toEqual(['ant', 'group insects', 'group insects', 'insects']);
    expect(parseAlliance({ ...full, quorum: 3 }).quorum).toBe(3);
  });
});
