/**
 * Sends reports until it is told to stop: `node generator.ts URL SENDERS`, ended by closing its standard input. Prints
 * `id status milliseconds` for each. A process of its own, so that its work does not slow the server's.
 */
import { sendReports } from './senders.ts';

const [url, senders] = process.argv.slice(2);
let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.resume();
await sendReports(
  url!,
  Number(senders),
  () => isOver,
  ({ id, status, time }) => process.stdout.write(`${id} ${status} ${time.toFixed(3)}\n`),
);
