import { background } from './door.ts';
import { Guard } from './guard.ts';

/** Sets a guard over this page or frame. */
export function begin(): void {
  new Guard(background).start();
}
