/**
 * Serves a registry as `baize serve` does, with work for reports that takes next to nothing: `node server.ts DATA PORT`. What
 * is measured is the server, and not how long senders work.
 */
import { openRegistry } from '../../src/registry/registry.ts';
import { serve } from '../../src/registry/server.ts';
import { stopSignal } from '../../src/registry/stop-signal.ts';

const [data, port] = process.argv.slice(2);
const registry = await openRegistry(data!);
const log = (line: string) => console.error(line);
const serving = await serve(registry, { port: Number(port), work: { tries: 1, cost: 1 }, log });
console.log(serving.url);
await stopSignal();
await serving.close();
await registry.close();
