import { expect, it } from 'vitest';
import type { Alliance } from '../../../src/core/alliance.ts';
import { voicesFor } from '../../../src/extension/background/voices.ts';
import { sampleAlliance } from '../../sample-alliance.ts';

const alliance: Alliance = sampleAlliance({
  members: [
    { id: 'ant', name: { en: 'Ant', 'zh-CN': '蚂蚁', 'zh-TW': '螞蟻' }, reviewers: [] },
    { id: 'bee', name: { en: 'Bee' }, reviewers: [] },
  ],
});
const said = (member: string, time: string, reason: string | null = null, emergency = false) => ({
  ...{ member, time, reason, emergency },
});

it('are named in the person’s language, in English where there is none, by their id when they have left', () => {
  const voices = ['ant', 'bee', 'cat'].map((member) => said(member, 't'));
  const names = (language: 'en' | 'zh-TW') =>
    voicesFor(voices, alliance, language).map(({ member }) => member);
  expect(names('zh-TW')).toEqual(['螞蟻', 'Bee', 'cat']);
  expect(names('en')).toEqual(['Ant', 'Bee', 'cat']);
});

it('are one for each member: the last', () => {
  const voices = [said('ant', '1', 'early', true), said('bee', '2'), said('ant', '3', 'late')];
  expect(voicesFor(voices, alliance, 'en')).toEqual([
    { member: 'Ant', time: '3', reason: 'late', emergency: false },
    { member: 'Bee', time: '2', reason: null, emergency: false },
  ]);
});
