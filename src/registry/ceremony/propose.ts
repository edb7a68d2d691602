import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import type { PublicKey } from '../keys/key-form.ts';
import { sha256Of } from '../release/list-text.ts';
import { instant } from '../store/database.ts';
import { allianceBytes } from './draft.ts';
import { type Named, type Proposal, unsigned } from './proposal.ts';
import { type PlannedKey, type RootPlan, rootOf } from './root-plan.ts';

/** What the next root is to be. What is left out stays as it is. */
export interface Wish {
  readonly alliance?: Alliance | undefined;
  /** Root and co-signers' keys; each takes the place of its member's old one. */
  readonly keys: readonly PublicKey[];
  /** Public keys that go, in hex, or how they begin. */
  readonly drop: readonly string[];
  readonly threshold?: number | undefined;
  readonly releaseThreshold?: number | undefined;
  readonly expires: Date;
}

const none: Pick<RootPlan, 'version' | 'root' | 'cosigners' | 'thresholds'> = {
  ...{ version: 0, root: [], cosigners: [] },
  thresholds: { root: 1, release: 1 },
};

/**
 * The root that follows `current`, or the first. A member that left takes its keys along.
 *
 * @throws BaizeError `input` when there is no alliance or no such key, `format` when it could not hold
 */
export async function propose(current: Named | null, wish: Wish): Promise<Proposal> {
  const { version, root, cosigners, thresholds } = current?.plan ?? none;
  const allianceBody = bodyOf(current, wish.alliance);
  const alliance = wish.alliance ?? current!.alliance;
  const plan = {
    version: version + 1,
    expires: instant(wish.expires),
    alliance: sha256Of(Buffer.from(allianceBody)),
    root: nextKeys(root, 'root', alliance, wish),
    cosigners: nextKeys(cosigners, 'cosigner', alliance, wish),
    thresholds: {
      root: wish.threshold ?? thresholds.root,
      release: wish.releaseThreshold ?? thresholds.release,
    },
  };
  requireAllDropped(current, wish.drop);
  return { current, next: unsigned(await rootOf(plan), allianceBody) };
}

function bodyOf(current: Named | null, alliance: Alliance | undefined): string {
  if (alliance !== undefined) return new TextDecoder().decode(allianceBytes(alliance));
  if (current !== null) return current.allianceBody;
  throw new BaizeError('input', 'The first root needs a draft of the alliance.');
}

function nextKeys(
  old: readonly PlannedKey[],
  use: 'root' | 'cosigner',
  { members }: Alliance,
  { keys, drop }: Wish,
): PlannedKey[] {
  const fresh = keys.filter((key) => key.use === use).map(planned);
  const isMember = (id: string) => members.some((member) => member.id === id);
  const stays = (key: PlannedKey) =>
    isMember(key.member) &&
    !fresh.some(({ member }) => member === key.member) &&
    !drop.some((start) => startsWith(key, start));
  return [...old.filter(stays), ...fresh];
}

function planned({ member, public: publicKey, use }: PublicKey): PlannedKey {
  if (member !== undefined) return { member, public: publicKey };
  throw new BaizeError('input', `The ${use} key ${publicKey} is no member's.`);
}

const startsWith = (key: PlannedKey, start: string) => key.public.startsWith(start.toLowerCase());

/** A slip in a key that should go must not leave it in. */
function requireAllDropped(current: Named | null, drop: readonly string[]): void {
  const keys = current === null ? [] : [...current.plan.root, ...current.plan.cosigners];
  for (const start of drop) {
    const count = keys.filter((key) => startsWith(key, start)).length;
    if (count === 1) continue;
    const what = count === 0 ? 'No key' : 'More than one key';
    throw new BaizeError('input', `${what} of the root in force begins with "${start}".`);
  }
}
