/** Publishes the registry of a folder and kills itself before a step: `node killed-publisher.ts DIR STEP`. */
import { openRegistry } from '../../src/registry/registry.ts';
import { publish } from '../../src/registry/release/publish.ts';

const [data, step] = process.argv.slice(2);
let left = Number(step);

const registry = await openRegistry(data!);
await publish(registry, {
  onStep: () => {
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    left -= 1;
  },
});
await registry.close();
