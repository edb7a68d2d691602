import { type ChildProcess, spawn } from 'node:child_process';

/** What a command that has ended left behind. */
export interface Ended {
  readonly code: number;
  /** What it printed for the next program. */
  readonly output: string;
  /** All it printed, in the order it came. */
  readonly said: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs it as another user, which only root can. */
  readonly uid?: number;
  readonly gid?: number;
  /** Shows the output as it comes. */
  readonly live?: boolean;
}

const running = new Set<ChildProcess>();

/** Runs a command to its end, without a shell. @throws Error when it can not be started */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    uid: options.uid,
    gid: options.gid,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.live ? 'inherit' : 'pipe', options.live ? 'inherit' : 'pipe'],
  });
  let output = '';
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    said += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output, said });
    });
  });
}

/** Runs a command and returns its standard output. @throws Error with all it said when it fails */
export async function runOrFail(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, output, said } = await run(command, args, options);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${said.trim()}`);
  return output;
}

/** Ends every command that is still running: part of ending in good order. */
export function endCommands(): void {
  for (const child of running) child.kill('SIGTERM');
}
