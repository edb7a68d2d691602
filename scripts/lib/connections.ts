import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that answers nothing, and notes what arrives before any request: connections, and their first bytes. */
export interface Connections {
  readonly port: number;
  /** How many connections came with a name in their first bytes, as a TLS hello has it (RFC 6066, 3). */
  naming(host: string): number;
  forget(): void;
  close(): Promise<void>;
}

/** Notes connections on loopback. */
export async function noteConnections(): Promise<Connections> {
  let first: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (bytes) => {
      first.push(bytes.toString('latin1'));
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    naming: (host) => first.filter((text) => text.includes(host)).length,
    forget: () => {
      first = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
