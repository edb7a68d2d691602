/** Stands for `wxt/browser`: what the pages' door needs, noting each call beside the messages. */
const note = (name: string, request: unknown) => window.scene.calls.push({ name, request });

export const browser = {
  tabs: {
    getCurrent: async () => ({ id: 7 }),
    query: async () => [{ id: 7 }],
    create: async (tab: unknown) => note('tabs.create', tab),
    remove: async (id: number) => note('tabs.remove', id),
  },
  permissions: {
    request: async (permissions: unknown) => {
      note('permissions.request', permissions);
      return window.scene.replies['permissions.request'] ?? true;
    },
  },
  storage: {
    session: {
      onChanged: {
        addListener: (hear: (changes: object) => void) =>
          addEventListener('session', (event) => hear((event as CustomEvent<object>).detail)),
        removeListener: () => {},
      },
    },
  },
  runtime: {
    id: 'sample',
    openOptionsPage: async () => note('openOptionsPage', null),
    getManifest: () => ({ version: '0.1.0' }),
  },
};
