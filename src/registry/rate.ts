const HOUR = 3_600_000;
const MOST_SENDERS = 100_000;

/** Counts what each sender did within the last hour. Kept in memory: a restart forgives, and nobody's address is stored. */
export class HourlyLimit {
  private readonly times = new Map<string, number[]>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** Seconds until the sender may go on; 0 when it may now, and that counts. */
  take(sender: string, now: number): number {
    const recent = (this.times.get(sender) ?? []).filter((time) => time > now - HOUR);
    const wait = recent.length < this.most ? 0 : Math.ceil((recent[0]! + HOUR - now) / 1_000);
    if (wait === 0) recent.push(now);
    this.remember(sender, recent);
    return wait;
  }

  /** Takes back what was counted last: it turned out to be nothing new. */
  giveBack(sender: string): void {
    this.times.get(sender)?.pop();
  }

  /** The sender seen least recently is forgotten first. */
  private remember(sender: string, times: number[]): void {
    this.times.delete(sender);
    this.times.set(sender, times);
    if (this.times.size > MOST_SENDERS) this.times.delete(this.times.keys().next().value!);
  }
}

/** One sender for a whole IPv6 /64, which is what one household gets; an IPv4 address as it is. */
export function householdOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  return [...groups, ...Array<string>(zeros).fill('0'), ...rest].slice(0, 4).join(':');
}
