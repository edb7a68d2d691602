import { join } from 'node:path';
import { type Browser, type CDPSession, chromium } from 'playwright-core';
import { build } from 'vite';
import { playedFeatures } from '../../../scripts/lib/chromium.ts';
import type { Finding, Listed, PageReply } from '../../../src/extension/messages.ts';

/** The real Chromium of every stage of this folder. */
export function launchBare(): Promise<Browser> {
  const executablePath = process.env.BAIZE_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', playedFeatures],
  });
}

/** Evaluates an expression in a world of a page, as JSON. @throws Error with what the expression threw */
export async function evaluateIn<T>(session: CDPSession, contextId: number, expression: string): Promise<T> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    contextId,
    returnByValue: true,
    awaitPromise: true,
  });
  if (exceptionDetails !== undefined) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }
  return result.value as T;
}

export const unlisted: PageReply = { verdict: 'unlisted', finding: null, language: 'en' };

/** Sample addresses, none of them anybody's. */
export const evm = `0x${'1234567890'.repeat(4)}`;
export const other = `0x12345678${'a'.repeat(24)}34567890`;

/** A finding of a sample feed. */
export function finding(key: string, change: Partial<Finding> = {}): Finding {
  const feed = 'https://feed.alliance.example/';
  return { key, kind: 'fake_platform', level: 'stop', feed, feedName: 'Sample Alliance', ...change };
}

/** A listed text of a page. */
export function listed(text: string = evm, change: Partial<Finding> = {}): Listed {
  return { text, finding: finding(`eip155:${text.toLowerCase()}`, change) };
}

/** A file beside a test as one script. @param file from this folder */
export async function bundleOf(file: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: join(import.meta.dirname, file), output: { format: 'iife' } },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !('output' in first)) throw new Error(`${file} gave no script.`);
  return first.output[0].code;
}
