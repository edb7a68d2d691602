import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { PageWarning } from '../src/extension/page/warning/warning.ts';

export default defineUnlistedScript(() => {
  globalThis.baizeWarning = (surroundings) => new PageWarning(surroundings);
});
