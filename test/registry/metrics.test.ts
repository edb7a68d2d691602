import { expect, it, onTestFinished } from 'vitest';
import { serve } from '../../src/registry/server.ts';
import { asking, postReport } from './reporters.ts';
import { newRegistry, run } from './workspace.ts';

async function watched() {
  const serving = await serve(await newRegistry(), { port: 0, metrics: { host: '127.0.0.1', port: 0 } });
  onTestFinished(() => serving.close());
  const read = async () => (await fetch(serving.metrics!)).text();
  return { url: serving.url, metrics: serving.metrics!, read };
}

const readingOf = (text: string, name: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );

it('metrics count requests by their routes, and say how the feed fares', async () => {
  const { url, read } = await watched();
  const report = { id: 'sample-report-metrics', subject: 'http://scam.test/', kind: 'phishing' };
  for (const body of [report, report, { ...report, kind: 'none' }]) {
    await postReport(asking(url), body);
  }
  await fetch(`${url}v1/reports/secret-receipt-of-a-person`);
  await fetch(`${url}private/path/of/a/person`, { method: 'PROPFIND' });
  const text = await read();
  const count = (labels: string) => readingOf(text, `baize_http_request_seconds_count{${labels}}`);
  expect(count('route="/v1/reports",method="POST",status="201"')).toBe(1);
  expect(count('route="/v1/reports/:receipt",method="GET",status="404"')).toBe(1);
  for (const outcome of ['accepted', 'known', 'refused']) {
    expect(text).toContain(`baize_reports_total{outcome="${outcome}"} 1`);
  }
  expect(readingOf(text, 'baize_metadata_version{role="targets"}')).toBe(1);
  expect(readingOf(text, 'baize_log_leaves')).toBe(1);
  expect(readingOf(text, 'baize_database_up')).toBe(1);
  const end = readingOf(text, 'baize_metadata_expires_seconds{role="timestamp"}') - Date.now() / 1_000;
  expect(end).toBeGreaterThan(86_000);
});

it('metrics hold nothing of who asks for what, and are not where the public is', async () => {
  const { url, metrics, read } = await watched();
  await fetch(`${url}v1/reports/secret-receipt-of-a-person`);
  expect((await fetch(`${url}metrics`)).status).toBe(404);
  expect(new URL(metrics).port).not.toBe(new URL(url).port);
  expect((await fetch(new URL('/other', metrics))).status).toBe(404);
  expect(await read()).not.toMatch(/secret|person|127\.0\.0\.1/);
});

it('metrics are answered where serve is told', async () => {
  expect((await run(['serve', '--metrics', 'here'])).code).toBe(2);
  expect((await run(['serve', '--metrics', '127.0.0.1:70000'])).code).toBe(2);
});
