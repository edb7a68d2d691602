import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { type DoneWork, parseWork, workHeader } from '../../../src/core/work.ts';
import { createApp } from '../../../src/registry/app.ts';
import { type Ask, askingApp, cheapWork, postReport, workFor } from '../reporters.ts';
import { newRegistry } from '../workspace.ts';

const report = { id: 'sample-report-000001', subject: 'http://scam.test/', kind: 'phishing' };

async function asking(): Promise<Ask> {
  return askingApp(createApp(await newRegistry(), { work: cheapWork }));
}

const post = (ask: Ask, work: string | null, body: object = report) =>
  ask('v1/reports', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(work !== null && { [workHeader]: work }) },
    body: JSON.stringify(body),
  });

const changed = (header: string, change: (done: DoneWork) => object): string =>
  btoa(JSON.stringify(change(JSON.parse(atob(header)))));

describe('a report', () => {
  it('without its work is refused, with a sentence that says where to ask', async () => {
    const ask = await asking();
    const refused = await post(ask, null);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({
      code: 'work',
      error: expect.stringContaining('GET /v1/work?for='),
    });
  });

  it('with work for another is refused: it serves for the one it was asked for', async () => {
    const ask = await asking();
    const work = await workFor(ask, 'sample-report-000002');
    expect((await post(ask, work)).status).toBe(403);
    expect((await post(ask, work, { ...report, id: 'sample-report-000002' })).status).toBe(201);
  });

  it.each<[string, (done: DoneWork) => object]>([
    ['another result', (done) => ({ ...done, solution: { ...done.solution, derivedKey: '0'.repeat(64) } })],
    [
      'its signature changed',
      (done) => ({ ...done, challenge: { ...done.challenge, signature: '0'.repeat(64) } }),
    ],
    [
      'another id written into it',
      (done) => {
        const parameters = { ...done.challenge.parameters, data: { for: 'sample-report-000009', most: 9 } };
        return { ...done, challenge: { ...done.challenge, parameters } };
      },
    ],
    [
      'a longer life written into it',
      (done) => {
        const parameters = {
          ...done.challenge.parameters,
          expiresAt: done.challenge.parameters.expiresAt + 9,
        };
        return { ...done, challenge: { ...done.challenge, parameters } };
      },
    ],
  ])('with %s is refused', async (_, change) => {
    const ask = await asking();
    const work = changed(await workFor(ask, report.id), change);
    for (const id of [report.id, 'sample-report-000009']) {
      expect((await post(ask, work, { ...report, id })).status).toBe(403);
    }
  });

  it('with work from another registry is refused', async () => {
    const work = await workFor(await asking(), report.id);
    expect((await post(await asking(), work)).status).toBe(403);
  });

  it('with work that was done too long ago is refused', async () => {
    const ask = await asking();
    const work = await workFor(ask, report.id);
    vi.useFakeTimers({ now: Date.now() + limits.workLife + 1_000, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    expect((await post(ask, work)).status).toBe(403);
  });

  it('that is known is answered without', async () => {
    const ask = await asking();
    expect((await postReport(ask, report)).status).toBe(201);
    expect((await post(ask, null)).status).toBe(200);
    expect((await post(ask, null, { ...report, kind: 'giveaway' })).status).toBe(409);
  });
});

describe('work', () => {
  it('is asked for under the id of what will be sent', async () => {
    const ask = await asking();
    for (const query of ['', '?for=', '?for=short', `?for=${'x'.repeat(65)}`]) {
      expect((await ask(`v1/work${query}`)).status, query).toBe(400);
    }
  });

  it('is given so often within an hour', async () => {
    const ask = await asking();
    for (let count = 0; count < limits.worksPerHour; count += 1) {
      expect((await ask(`v1/work?for=${report.id}`)).status).toBe(200);
    }
    const refused = await ask(`v1/work?for=${report.id}`);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
  });

  it('takes what the limits say', async () => {
    const ask = askingApp(createApp(await newRegistry()));
    const { parameters } = parseWork(await (await ask(`v1/work?for=${report.id}`)).json());
    expect(parameters.cost).toBe(limits.workCost);
    const { solution } = JSON.parse(atob(await workFor(ask, report.id))) as DoneWork;
    expect(solution.counter).toBeGreaterThanOrEqual(limits.workTries / 2);
    expect(solution.counter).toBeLessThanOrEqual(parameters.data.most);
  });
});
