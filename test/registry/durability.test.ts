import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openRegistry } from '../../src/registry/registry.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { asking, postReport } from './reporters.ts';
import { listEntries } from './votes.ts';
import { entry, newRegistry, runProcess, start, urlOf, verifiedLines } from './workspace.ts';

const publisher = fileURLToPath(new URL('killed-publisher.ts', import.meta.url));

/** Publishes in a process of its own that kills itself before the n-th step. @returns the signal it died of */
function publishUntil(data: string, step: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [publisher, data, String(step)], { stdio: 'ignore' });
  return new Promise((done) => child.on('exit', (_, signal) => done(signal)));
}

describe('a registry that is killed', () => {
  it('while it publishes leaves a valid feed and no lock', async () => {
    const registry = await newRegistry();
    const { data, feed } = registry.paths;
    for (let step = 0, killed = true; killed; step += 1) {
      const key = `kill${String(step).padStart(2, '0')}.test`;
      await listEntries(registry, [{ ...entry(key), reason: 'Sample.' }]);
      killed = (await publishUntil(data, step)) === 'SIGKILL';
      await verifiedLines(feed);
      await publish(registry);
      expect(await verifiedLines(feed)).toContain(`${key} phishing`);
      expect(step).toBeLessThan(20);
    }
  });

  it('right after it acknowledged a report still has it', async () => {
    const registry = await newRegistry();
    const { data } = registry.paths;
    const server = start(['serve', '--port', '0', '--data', data]);
    const url = await urlOf(server);
    const reports = Array.from({ length: 5 }, (_, index) => ({
      id: `durable-report-${index}-sample`,
      subject: `http://scam${index}.test/`,
      kind: 'phishing',
    }));
    for (const report of reports) {
      const answer = await postReport(asking(url), report);
      expect(answer.status).toBe(201);
    }
    server.kill('SIGKILL');
    const { out } = await runProcess(['reports', '--json', '--data', data]);
    const ids = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids.sort()).toEqual(reports.map(({ id }) => id));
  });
});

describe('several processes on one registry', () => {
  it('add and publish at once without losing anything', async () => {
    const registry = await newRegistry();
    const { data, feed } = registry.paths;
    const server = start(['serve', '--port', '0', '--data', data]);
    await urlOf(server);
    const keys = Array.from({ length: 5 }, (_, index) => `at-once-${index}.test`);
    const runs = keys.flatMap((key) => [
      runProcess(['add', key, '--kind', 'phishing', '--data', data]),
      runProcess(['publish', '--data', data]),
    ]);
    for (const ran of await Promise.all(runs)) expect(ran).toMatchObject({ code: 0 });
    await runProcess(['publish', '--data', data]);
    expect(await verifiedLines(feed)).toEqual(keys.map((key) => `${key} phishing`));
  });

  it('let calls within one process publish one after the other', async () => {
    const registry = await newRegistry();
    const other = await openRegistry(registry.paths.data);
    await listEntries(registry, [entry('a.test')]);
    const outcomes = await Promise.all([publish(registry), publish(other), publish(registry)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['current', 'current', 'released']);
    await other.close();
  });
});
