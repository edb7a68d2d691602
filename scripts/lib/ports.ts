import { createServer } from 'node:net';

/** The first free port on loopback from `preferred` upwards. @throws Error when twenty in a row are taken */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 20; port += 1) {
    if (await isFree(port)) return port;
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
