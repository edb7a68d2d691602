const terminal = process.stdout.isTTY === true;
const heartbeat = terminal ? 1_000 : 10_000;
// Steps under a second say nothing before they are done.
const quiet = 1_000;

/**
 * Runs one step of a longer job and says on standard output what is going on: a line when it takes over a second,
 * a sign of life while it lasts, a line with the time when it is done.
 *
 * @template T
 * @param {string} label what is being done, as a person says it
 * @param {() => Promise<T>} work
 * @param {(result: T) => boolean} [isGood] whether the result is a good one
 * @returns {Promise<T>} what `work` returned; what it threw is thrown on
 */
export async function step(label, work, isGood = () => true) {
  const started = Date.now();
  const tell = () => report(label, started);
  const first = setTimeout(tell, quiet);
  const beat = setInterval(tell, heartbeat);
  try {
    const result = await work();
    finish(isGood(result) ? '✓' : '✗', label, started);
    return result;
  } catch (error) {
    finish('✗', label, started);
    throw error;
  } finally {
    clearTimeout(first);
    clearInterval(beat);
  }
}

/**
 * @param {string} label
 * @param {number} started
 */
function report(label, started) {
  const seconds = Math.round((Date.now() - started) / 1_000);
  const line = seconds > 1 ? `… ${label} (${seconds} s)` : `… ${label}`;
  process.stdout.write(terminal ? `\r${line}` : `${line}\n`);
}

/**
 * @param {string} mark
 * @param {string} label
 * @param {number} started
 */
function finish(mark, label, started) {
  const line = `${mark} ${label} (${seconds(Date.now() - started)})`;
  process.stdout.write(terminal ? `\r${line}\u001b[K\n` : `${line}\n`);
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
