import { createServer } from 'node:net';

/** Ports from 4000 on that browsers, and Node's `fetch`, refuse to ask (Fetch standard, "bad ports"). */
const REFUSED = new Set([
  4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** The first free port on loopback from `preferred` upwards that browsers ask. @throws Error when twenty in a row are taken */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 20; port += 1) {
    if (!REFUSED.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`Ports ${preferred} to ${preferred + 19} are all taken: end what uses them and try again.`);
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
