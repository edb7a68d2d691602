import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An extension with a key of its own, as stores give it one: its id outlives folders and versions. */
export interface Packed {
  /** Folder of the built extension. */
  readonly folder: string;
  readonly id: string;
  /** The public key, in base64. */
  readonly key: string;
  /** Optional permissions that the person has allowed before: the extension gets them without a question. */
  readonly allowed?: readonly string[];
}

/** Gives a built extension a new key. */
export function pack(folder: string): Packed {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const key = publicKey.export({ type: 'spki', format: 'der' });
  return { folder, id: idOf(createHash('sha256').update(key).digest('hex')), key: key.toString('base64') };
}

/** Chromium's ids: half of a SHA-256, the hex digits written as a to p. */
export function idOf(digest: string): string {
  const letter = (digit: string) => String.fromCharCode(97 + Number.parseInt(digit, 16));
  return digest.slice(0, 32).replace(/./g, letter);
}

interface Manifest {
  readonly version: string;
  readonly permissions: readonly string[];
  readonly host_permissions: readonly string[];
}

/** Where Chromium keeps an extension, below `Default/Extensions`. */
const placeOf = ({ id }: Packed, version: string): string => `${id}/${version}_0`;

/**
 * Puts an extension into a profile that has not been started yet, as Chromium leaves it there after an installation
 * from a store: its files below `Extensions`, its manifest and permissions in `Preferences` (location 1, "internal"). On
 * Linux Chromium does not seal these settings. Compared with what a CRX that Chromium installed by itself left in a
 * profile: so it is loaded from the profile at every start, before the command line's addresses are opened, which an
 * extension of `--load-extension` is not. Nothing is outside the profile. It is there and has never run: no
 * `onInstalled` fires at its first start.
 */
export function putIntoProfile(packed: Packed, profile: string): void {
  const manifest = JSON.parse(readFileSync(join(packed.folder, 'manifest.json'), 'utf8')) as Manifest;
  const { version, permissions, host_permissions: hosts } = manifest;
  const path = placeOf(packed, version);
  const folder = join(profile, 'Default', 'Extensions', path);
  cpSync(packed.folder, folder, { recursive: true });
  const keyed = { ...manifest, key: packed.key };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(keyed));
  const granted = {
    api: permissions,
    explicit_host: hosts,
    manifest_permissions: [],
    scriptable_host: hosts,
  };
  const setting = {
    ...{ location: 1, path, manifest: keyed, creation_flags: 1, from_webstore: false, disable_reasons: [] },
    ...{ active_permissions: granted, granted_permissions: granted, withholding_permissions: false },
    runtime_granted_permissions: { ...granted, api: packed.allowed ?? [] },
  };
  const file = join(profile, 'Default', 'Preferences');
  if (existsSync(file)) throw new Error('This profile was started before.');
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(file, JSON.stringify({ extensions: { settings: { [packed.id]: setting } } }));
}
