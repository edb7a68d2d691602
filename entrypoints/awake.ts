import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

/** In every page that is opened after the background has come up in this session (open-tabs.ts). */
export default defineUnlistedScript(() => globalThis.baizeAwake?.());
