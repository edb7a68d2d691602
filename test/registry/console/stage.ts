import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { Report } from '../../../src/core/report.ts';
import { createKey } from '../../../src/registry/keys/key-file.ts';
import { keyFileOf } from '../../../src/registry/release/keys.ts';
import { serve } from '../../../src/registry/server.ts';
import { fileAppeal } from '../../../src/registry/store/appeals.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import { patience } from '../../patience.ts';
import type { Member } from '../founding.ts';
import { newAlliance, release, replicaOf, type TestAlliance, vote } from '../members.ts';
import { tempFolder } from '../workspace.ts';

/** A registry with a desk, for the running test: "ant" with a coordinator and a reviewer, "bee" with one; both have to agree. */
export interface Desk extends TestAlliance {
  readonly url: string;
  readonly ant: Member;
  readonly bee: Member;
  /** Who reads everything and votes on nothing. */
  readonly watcher: Pick<Member, 'folder'>;
  /** Files a report, as the popup would. */
  file(subject: string, more?: Partial<Report>): Promise<void>;
  /** Files an appeal against an entry. */
  appeal(key: string, text: string): Promise<void>;
}

/** @param listed keys that both members have listed before the desk opens */
export async function openDesk(listed: readonly string[] = []): Promise<Desk> {
  const watcher = { folder: await tempFolder() };
  const about = { use: 'vote', passphrase: null } as const;
  const seen = await createKey(keyFileOf(join(watcher.folder, 'keys'), 'vote'), about);
  const alliance = await newAlliance({
    observers: [{ key: seen.public, label: 'Sample Times' }],
    members: [
      {
        id: 'ant',
        name: { en: 'Ant Watch', 'zh-CN': '蚂蚁观察', 'zh-TW': '螞蟻觀察' },
        reviewers: 2,
        coordinator: true,
      },
      { id: 'bee', name: { en: 'Bee Office', 'zh-CN': '蜜蜂处', 'zh-TW': '蜜蜂處' } },
    ],
  });
  if (listed.length > 0) await list(alliance, listed);
  const server = await serve(alliance.registry, { port: 0 });
  onTestFinished(() => server.close());
  const [ant, bee] = alliance.members;
  let count = 0;
  return {
    ...alliance,
    url: server.url,
    ant: ant!,
    bee: bee!,
    watcher,
    appeal: async (key, text) => {
      const { db } = alliance.registry;
      const id = 'sample-appeal-000001';
      await fileAppeal(db, { id, key, text }, alliance.registry.alliance.log.origin, new Date());
    },
    file: async (subject, more = {}) => {
      count += 1;
      const id = `sample-report-${String(count).padStart(6, '0')}`;
      await fileReport(alliance.registry.db, { id, subject, kind: 'phishing', ...more }, new Date());
    },
  };
}

async function list(alliance: TestAlliance, keys: readonly string[]): Promise<void> {
  const signers = await Promise.all(
    alliance.members.map(async (member) => ({ member, replica: await replicaOf(member) })),
  );
  for (const key of keys) for (const { member } of signers) await vote(alliance, member, key);
  await release(alliance, signers);
}

/** Opens the console in a browser of its own. */
export async function openConsole(
  browser: Browser,
  { url }: Desk,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(`${url}console/`);
  return page;
}

/** Brings somebody's key file, which the command line made, and signs in with it. */
export async function signIn(page: Page, member: Pick<Member, 'folder'>): Promise<void> {
  await page.getByRole('button', { name: 'Bring a key file' }).click();
  await page.getByLabel('Key file').setInputFiles(keyFileOf(`${member.folder}/keys`, 'vote'));
  await page.getByRole('button', { name: 'Keep this key' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
}

/** What axe finds wrong with a page. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
