/*
 * In a package that is built for fault runs, these doors stand in place of the background's own (faulty-doors.ts). Before
 * and after each call they ask the control whether to go on. Where it does not answer, the worker waits, and is killed.
 */

/** Address of the control; the build puts it in. */
declare const BAIZE_FAULTS: string;

const realFetch = fetch.bind(globalThis);

async function pass(moment: string): Promise<void> {
  await realFetch(`${BAIZE_FAULTS}/pass?moment=${encodeURIComponent(moment)}`);
}

/** A door with a question to the control before and after each call. */
export function mortal<T extends object>(name: string, door: T): T {
  const get = (target: T, key: string | symbol) => {
    const member = Reflect.get(target, key);
    if (typeof member !== 'function') return member;
    return async (...given: readonly unknown[]) => {
      await pass(`before ${name}.${String(key)}`);
      const answer = await Reflect.apply(member, target, given);
      await pass(`after ${name}.${String(key)}`);
      return answer;
    };
  };
  return new Proxy(door, { get });
}

/** The network is a door too; the extension's own files and the control are not behind it. */
const { fetch: mortalFetch } = mortal('network', { fetch: realFetch });
globalThis.fetch = (input, init) =>
  String(input).startsWith(location.origin) ? realFetch(input, init) : mortalFetch(input, init);
