import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/ports.ts';
import { openRegistry } from '../../src/registry/registry.ts';
import { sourceOf } from '../../src/registry/release/source.ts';
import { openFeed } from '../../src/registry/release/verify.ts';
import { Load, Server } from './load.ts';

const SENDERS = 16;
/** Longest time between the first answer of a server and its kill, in milliseconds: it is left to chance. */
const LONGEST = 500;

/** What came of killing a server under load. */
export interface Survived {
  readonly kills: number;
  readonly acknowledged: number;
  /** Sent when there was no server, or when it died before its answer. */
  readonly unanswered: number;
  /** Acknowledged and not there: must be empty. */
  readonly lost: readonly string[];
  /** Stored more than once: must be 0. */
  readonly twice: number;
}

/**
 * Kills a registry's server by SIGKILL at random moments while reports come in, starts it anew each time, and then looks for
 * every report that was acknowledged. The feed must verify after each kill.
 */
export async function killUnderLoad(
  data: string,
  kills: number,
  onKill: (count: number) => void = () => {},
): Promise<Survived> {
  const server = new Server(data, await freePort(20_000 + Math.floor(Math.random() * 10_000)));
  const registry = await openRegistry(data);
  const load = new Load(server.url, SENDERS);
  try {
    for (let count = 1; count <= kills; count += 1) {
      await server.start();
      await load.next();
      await sleep(Math.random() * LONGEST);
      await server.kill('SIGKILL');
      await openFeed(sourceOf(registry.paths.feed), new Date());
      onKill(count);
    }
    await server.start();
    await load.end();
    const rows = await registry.db.selectFrom('report').select('id').execute();
    const stored = new Set(rows.map(({ id }) => id));
    return {
      kills,
      acknowledged: load.acknowledged.length,
      unanswered: load.sent.filter(({ status }) => status === 0).length,
      lost: load.acknowledged.map(({ id }) => id).filter((id) => !stored.has(id)),
      twice: rows.length - stored.size,
    };
  } finally {
    await server.kill('SIGKILL');
    await load.end();
    await registry.close();
  }
}
