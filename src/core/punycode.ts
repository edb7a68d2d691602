// Parameter values for Punycode: RFC 3492, section 5.
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const LAST_CODE_POINT = 0x10ffff;

/**
 * Decodes one punycode string, without its `xn--` (RFC 3492, section 6.2).
 *
 * @returns null when the text is no punycode
 */
export function decodePunycode(text: string): string | null {
  const delimiter = text.lastIndexOf('-');
  const output = [...text.slice(0, Math.max(delimiter, 0))].map((char) => char.charCodeAt(0));
  if (output.some((code) => code >= INITIAL_N)) return null;
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  for (let at = delimiter + 1; at < text.length; ) {
    const read = readDelta(text, at, bias);
    if (read === null) return null;
    at = read.next;
    const length = output.length + 1;
    bias = adapt(read.delta, length, i === 0 && n === INITIAL_N);
    n += Math.floor((i + read.delta) / length);
    if (n > LAST_CODE_POINT) return null;
    i = (i + read.delta) % length;
    output.splice(i, 0, n);
    i += 1;
  }
  return String.fromCodePoint(...output);
}

/** One generalised variable-length integer (section 3.3); the bound keeps it an exact number. */
function readDelta(text: string, from: number, bias: number): { delta: number; next: number } | null {
  let delta = 0;
  let weight = 1;
  for (let k = BASE, at = from; at < text.length; k += BASE, at += 1) {
    const digit = digitOf(text.charCodeAt(at));
    delta += digit * weight;
    if (digit < 0 || delta > Number.MAX_SAFE_INTEGER) return null;
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (digit < threshold) return { delta, next: at + 1 };
    weight *= BASE - threshold;
  }
  return null;
}

/** The value of a digit: `a` to `z` are 0 to 25 in either case, `0` to `9` are 26 to 35; -1 for anything else. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 22;
  const letter = (code | 32) - 97;
  return letter >= 0 && letter < 26 ? letter : -1;
}

/** Bias adaptation (section 6.1). */
function adapt(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

/**
 * A host as people read it: each `xn--` label decoded.
 *
 * @param host in its canonical form, as `parseSite` gives it
 * @returns the host itself when it holds no such label, or one that a browser would not write this way
 */
export function unicodeHost(host: string): string {
  const labels = host.split('.').map((label) => {
    return label.startsWith('xn--') ? (decodePunycode(label.slice(4)) ?? label) : label;
  });
  const unicode = labels.join('.');
  return asciiHost(unicode) === host ? unicode : host;
}

function asciiHost(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}
