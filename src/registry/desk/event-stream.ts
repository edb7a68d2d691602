import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Db } from '../store/schema.ts';
import { findSession } from '../store/sessions.ts';
import type { Changes } from './changes.ts';
import { findPerson } from './person.ts';
import type { DeskEnv } from './session.ts';

/** Proxies end a connection over which nothing comes for a minute; and a session that has ended is noticed by then. */
const HEARTBEAT = 15_000;

/** Tells of every change (server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html) while the session lasts. */
export function eventStream(c: Context<DeskEnv>, db: Db, changes: Changes): Response {
  const { token } = c.get('session');
  c.header('x-accel-buffering', 'no');
  return streamSSE(c, async (stream) => {
    const end = await changes.listen((events) => {
      for (const event of events) void stream.writeSSE({ data: JSON.stringify(event) });
    });
    stream.onAbort(end);
    try {
      await beat(stream, async () => {
        const session = await findSession(db, token, new Date());
        return session !== null && (await findPerson(db, session.key)) !== null;
      });
    } finally {
      end();
    }
  });
}

async function beat(stream: SSEStreamingApi, isGoingOn: () => Promise<boolean>): Promise<void> {
  while (!stream.aborted && (await isGoingOn())) {
    await stream.write(': \n\n');
    await stream.sleep(HEARTBEAT);
  }
}
