/**
 * The one script that runs on whatever Node a person has: installs what the project needs, its own Node 24 among it,
 * and hands over to it. `node scripts/run.mjs start` is `npm start`, `node scripts/run.mjs test` is `npm test`.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync, utimesSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from './lib/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const oldestNode = 20;

/** @param {string} message */
function stop(message) {
  console.error(message);
  process.exit(1);
}

// npm writes this file last, so an install that was cut short is repeated.
const marker = join(modules, '.package-lock.json');

function isInstalled() {
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/**
 * Follows the lock file and leaves it as it is. Not `npm ci`: that refuses a lock file whose packages for other
 * systems the registry at hand does not carry.
 */
function install() {
  const npm = spawn('npm install --no-save --no-audit --no-fund --loglevel=error', {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  npm.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((done, fail) => {
    npm.on('error', fail);
    npm.on('close', (code) => (code === 0 ? done(undefined) : fail(new Error(output.trim()))));
  });
}

/**
 * Runs a script of the project on its own Node, which comes first in the path of everything below it.
 *
 * @param {string} name
 * @param {string[]} options
 */
function handOver(name, options) {
  const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const child = spawn(node, [join(root, 'scripts', `${name}.ts`), ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  // The child ends what it started; this waits for it. Ctrl-C reaches the child by itself, a plain kill does not.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('close', (code) => process.exit(code ?? 1));
}

const [name = '', ...options] = process.argv.slice(2);
if (!['start', 'test'].includes(name)) stop('Usage: node scripts/run.mjs start|test');
if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  stop(
    `Baize needs Node ${oldestNode} or newer to set itself up; this is ${process.versions.node}. See nodejs.org.`,
  );
}
if (!isInstalled()) {
  await step('installing the packages (npm install)', install).catch((error) =>
    stop(
      `${error.message}\n\nnpm could not install the packages. It needs a connection to its registry: look at the lines above, then run this again.`,
    ),
  );
  // npm leaves the file as it is when there was nothing to do.
  utimesSync(marker, new Date(), new Date());
}
handOver(name, options);
