import * as real from '../../src/extension/background/doors.ts';
import { mortal } from './mortal-door.ts';

export * from '../../src/extension/background/doors.ts';
export const alarm = mortal('alarm', real.alarm);
export const dynamicRules = mortal('dynamicRules', real.dynamicRules);
export const localValues = mortal('localValues', real.localValues);
export const sessionRules: typeof real.sessionRules = (isPrivate) =>
  mortal('sessionRules', real.sessionRules(isPrivate));
export const sessionValues = mortal('sessionValues', real.sessionValues);
