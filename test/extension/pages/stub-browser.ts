/** Stands for `wxt/browser`: what the pages' door needs, noting each call beside the messages. */
const note = (name: string, request: unknown) => window.scene.calls.push({ name, request });

/** What a test says of the browser, beside the answers of the background. */
const said = (name: string) => window.scene.replies[name as never] as unknown;
let holdsPrivacy = false;
let prediction = true;

export const browser = {
  extension: { isAllowedIncognitoAccess: async () => said('private.allowed') ?? false },
  permissions: {
    contains: async () => holdsPrivacy || said('privacy.control') !== undefined,
    request: async (wanted: unknown) => {
      note('permissions.request', wanted);
      const answer = said('permissions.request') ?? true;
      holdsPrivacy = answer === true;
      return answer;
    },
    remove: async (unwanted: unknown) => {
      note('permissions.remove', unwanted);
      holdsPrivacy = false;
    },
  },
  privacy: {
    network: {
      networkPredictionEnabled: {
        get: async () => ({
          value: prediction,
          levelOfControl: said('privacy.control') ?? 'controllable_by_this_extension',
        }),
        set: async ({ value }: { value: boolean }) => {
          prediction = value;
        },
        clear: async () => {
          prediction = true;
        },
      },
    },
  },
  tabs: {
    getCurrent: async () => ({ id: 7 }),
    query: async () => [{ id: 7 }],
    create: async (tab: unknown) => note('tabs.create', tab),
    remove: async (id: number) => note('tabs.remove', id),
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
