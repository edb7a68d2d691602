/** Stands for `wxt/browser`: what the pages' door needs, noting each call beside the messages. */
const note = (name: string, request: unknown) => window.scene.calls.push({ name, request });

export const browser = {
  tabs: {
    getCurrent: async () => ({ id: 7 }),
    query: async () => [{ id: 7 }],
    create: async (tab: unknown) => note('tabs.create', tab),
    remove: async (id: number) => note('tabs.remove', id),
  },
  runtime: {
    openOptionsPage: async () => note('openOptionsPage', null),
    getManifest: () => ({ version: '0.1.0' }),
  },
};
