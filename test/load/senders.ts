import { randomUUID } from 'node:crypto';
import { Agent, type RequestOptions, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '../../src/core/limits.ts';
import { doWork, parseWork, workHeader } from '../../src/core/work.ts';

/** A report that was sent: how it was answered, and how long that took in milliseconds. */
export interface Sent {
  readonly id: string;
  /** 0: the connection broke before there was an answer. */
  readonly status: number;
  readonly time: number;
}

/** After a connection has broken: the server may be on its way back. */
const PAUSE = 100;

/**
 * Sends reports as many people would, each from an address of loopback's own 16 million (Linux has them all), because a
 * server takes so many an hour from one. Every sender waits for an answer before it sends again.
 *
 * @param until ends it when it says so
 * @param onSent told of each report once it was answered
 */
export async function sendReports(
  url: string,
  senders: number,
  until: () => boolean,
  onSent: (sent: Sent) => void,
): Promise<void> {
  const run = async (sender: number) => {
    for (let person = 0; !until(); person += 1) await sendAs(addressOf(sender, person), url, until, onSent);
  };
  await Promise.all(Array.from({ length: senders }, (_, sender) => run(sender)));
}

function addressOf(sender: number, person: number): string {
  return `127.${1 + (sender % 250)}.${(person >> 8) % 256}.${1 + (person % 254)}`;
}

async function sendAs(
  localAddress: string,
  url: string,
  until: () => boolean,
  onSent: (sent: Sent) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let count = 0; count < limits.reportsPerHour && !until(); count += 1) {
    const sent = await sendOne(url, agent, localAddress);
    onSent(sent);
    if (sent.status === 0) await sleep(PAUSE);
  }
  agent.destroy();
}

/** Asks for the work, which takes next to nothing here, does it, and sends the report: all of that is in the time. */
async function sendOne(url: string, agent: Agent, localAddress: string): Promise<Sent> {
  const id = randomUUID();
  const body = JSON.stringify({
    id,
    subject: `https://scam-${id}.test/win`,
    kind: 'giveaway',
    note: 'Sample.',
  });
  const start = performance.now();
  const send = (path: string, options: RequestOptions, sent = '') =>
    exchange(new URL(path, url), { ...options, agent, localAddress }, sent);
  const asked = await send(`v1/work?for=${id}`, {});
  if (asked.status !== 200) return { id, status: asked.status, time: performance.now() - start };
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    [workHeader]: await doWork(parseWork(JSON.parse(asked.text))),
  };
  const { status } = await send('v1/reports', { method: 'POST', headers }, body);
  return { id, status, time: performance.now() - start };
}

/** One request and its answer; status 0 when the connection broke before that. */
function exchange(
  url: URL,
  options: RequestOptions,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((done) => {
    const broken = () => done({ status: 0, text: '' });
    request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
      response.on('error', broken);
    })
      .on('error', broken)
      .end(body);
  });
}
