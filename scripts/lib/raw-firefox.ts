import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type PlainTab, seenText, until } from './browser.ts';
import { middleOf, RawBrowser, type Start } from './raw-browser.ts';
import { type Params, Wire } from './wire.ts';
import { manifestOf, xpiOf } from './xpi.ts';

/** Firefox gives every profile another one, unless the profile names it. */
const uuid = '6ba1ce00-0000-4000-8000-0000000ba12e';

export interface RawFirefoxOptions extends Start {
  /** Folder of the built extension. */
  readonly extension: string;
  /** Names that lead to this machine. */
  readonly hosts: readonly string[];
  readonly preferences?: Readonly<Record<string, unknown>> | undefined;
}

interface Context {
  readonly context: string;
  readonly url: string;
}

type Evaluated =
  | { readonly type: 'success'; readonly result: { readonly value?: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

/**
 * Firefox as people run it: the extension is packed in the profile, where an installation from a store leaves it, and
 * Firefox has the preferences that it comes with. WebDriver BiDi joins when the browser is there.
 */
export class RawFirefox extends RawBrowser<RawFirefoxOptions> {
  readonly extension = `moz-extension://${uuid}/`;
  private readonly program: string;
  private readonly id: string;
  private wire!: Wire;
  private updates = 0;

  private constructor(program: string, options: RawFirefoxOptions) {
    super('firefox', options);
    this.program = program;
    this.id = manifestOf(options.extension).browser_specific_settings.gecko.id;
    mkdirSync(join(this.profile, 'extensions'));
    writeFileSync(join(this.profile, 'extensions', `${this.id}.xpi`), xpiOf(options.extension));
    const lines = Object.entries(preferences(this.id, options)).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    writeFileSync(join(this.profile, 'user.js'), lines.join(''));
  }

  /** Starts a browser on a new profile: it finds the extension there, and installs it. */
  static async start(program: string, options: RawFirefoxOptions): Promise<RawFirefox> {
    const browser = new RawFirefox(program, options);
    await browser.launch();
    return browser;
  }

  /** Sends a command of WebDriver BiDi. @throws Error with Firefox's sentence */
  send<T>(method: string, params?: Params): Promise<T> {
    return this.wire.send(method, params);
  }

  async newTab(): Promise<PlainTab> {
    const { context } = await this.send<{ context: string }>('browsingContext.create', { type: 'tab' });
    return new RawFirefoxTab(this, context);
  }

  async addresses(): Promise<readonly string[]> {
    return (await this.contexts()).map(({ url }) => url);
  }

  async isAwake(): Promise<boolean> {
    return (await this.inChrome(stateOf, this.id)) !== 'stopped';
  }

  async endWorker(): Promise<void> {
    await this.inChrome(terminate, this.id);
  }

  /** Installs the next version over the one that is there, as the add-ons manager does with one from a store. */
  async update(folder = this.options.extension): Promise<void> {
    this.updates += 1;
    const file = join(this.profile, `update-${this.updates}.xpi`);
    writeFileSync(file, xpiOf(folder, `${manifestOf(folder).version}.${this.updates}`));
    await this.inChrome(install, file);
  }

  switchOffAndOn(): Promise<void> {
    return this.inChrome(offAndOn, this.id);
  }

  /** Runs a function in a page, or in the browser's own window, and returns what it returned, as JSON. */
  async call<A, R>(
    context: string,
    work: (argument: A) => R | Promise<R>,
    argument: A | undefined,
  ): Promise<R> {
    const given = argument === undefined ? '' : JSON.stringify(argument);
    const answer = await this.send<Evaluated>('script.callFunction', {
      functionDeclaration: `async () => JSON.stringify(await (${work})(${given}))`,
      ...{ awaitPromise: true, target: { context }, userActivation: true },
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    const { value } = answer.result;
    return (value === undefined ? undefined : JSON.parse(value)) as R;
  }

  async contexts(params: Params = {}): Promise<readonly Context[]> {
    return (await this.send<{ contexts: Context[] }>('browsingContext.getTree', params)).contexts;
  }

  protected async launch(): Promise<void> {
    const { url = 'about:blank' } = this.options;
    const file = join(this.profile, 'WebDriverBiDiServer.json');
    rmSync(file, { force: true });
    // Opens the extension's own pages, and the browser's own window, to the driver.
    const driven = ['--remote-debugging-port=0', '--remote-allow-system-access'];
    const options = ['--headless', '--no-remote', '--profile', this.profile, ...driven, url];
    this.child = spawn(this.program, options, { stdio: 'ignore' });
    await this.up(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('}'));
    const { ws_host, ws_port } = JSON.parse(readFileSync(file, 'utf8'));
    this.wire = await Wire.open(`ws://${ws_host}:${ws_port}/session`);
    await this.send('session.new', { capabilities: {} });
  }

  protected quit(): Promise<unknown> {
    return this.send('browser.close');
  }

  private async inChrome<A, R>(work: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    const [window] = await this.contexts({ 'moz:scope': 'chrome' });
    return this.call(window!.context, work, argument);
  }
}

/** What lets the extension stand there unsigned, and test names lead here. Nothing that is measured hangs on the rest. */
function preferences(id: string, { hosts, preferences: more }: RawFirefoxOptions): Record<string, unknown> {
  return {
    'xpinstall.signatures.required': false,
    'extensions.autoDisableScopes': 0,
    'extensions.startupScanScopes': 15,
    'extensions.webextensions.uuids': JSON.stringify({ [id]: uuid }),
    'network.dns.localDomains': hosts.flatMap((host) => [host, `${host}.`]).join(','),
    // Else the driver sets a hundred of its own, of which some change what the network sees.
    'remote.prefs.recommended': false,
    // No tabs and questions of the browser's own at its first start, no reports to its makers.
    'datareporting.policy.dataSubmissionEnabled': false,
    'browser.aboutwelcome.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'app.normandy.enabled': false,
    ...more,
  };
}

// What follows runs in the browser's own window.

interface Addon {
  enable(): Promise<void>;
  disable(): Promise<void>;
}
declare const ChromeUtils: {
  importESModule(at: string): {
    AddonManager: {
      getAddonByID(id: string): Promise<Addon>;
      getInstallForFile(file: unknown): Promise<{ install(): Promise<unknown> }>;
    };
    FileUtils: { File: new (path: string) => unknown };
  };
};
declare const WebExtensionPolicy: {
  getByID(id: string): {
    readonly extension: {
      readonly backgroundState: string;
      terminateBackground(how: object): Promise<void>;
    };
  } | null;
};

function stateOf(id: string): string {
  return WebExtensionPolicy.getByID(id)?.extension.backgroundState ?? 'stopped';
}

async function terminate(id: string): Promise<void> {
  const how = { ignoreDevToolsAttached: true, disableResetIdleForTest: true };
  const extension = WebExtensionPolicy.getByID(id)?.extension;
  while (extension && extension.backgroundState !== 'stopped') await extension.terminateBackground(how);
}

async function install(path: string): Promise<void> {
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const { FileUtils } = ChromeUtils.importESModule('resource://gre/modules/FileUtils.sys.mjs');
  await (await AddonManager.getInstallForFile(new FileUtils.File(path))).install();
}

async function offAndOn(id: string): Promise<void> {
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const addon = await AddonManager.getAddonByID(id);
  await addon.disable();
  await addon.enable();
}

class RawFirefoxTab implements PlainTab {
  private readonly browser: RawFirefox;
  private readonly context: string;

  constructor(browser: RawFirefox, context: string) {
    this.browser = browser;
    this.context = context;
  }

  async open(url: string): Promise<void> {
    const mark = () => void Object.assign(window, { baizeLeaving: true });
    await this.run(mark).catch(() => undefined);
    await this.send('browsingContext.navigate', { url, wait: 'none' }).catch(() => undefined);
    await until(`something at ${url}`, () =>
      this.run(
        () =>
          !('baizeLeaving' in window) &&
          document.readyState === 'complete' &&
          location.href !== 'about:blank',
      ),
    );
  }

  async url(): Promise<string> {
    const own = (await this.browser.contexts()).find(({ context }) => context === this.context);
    if (own === undefined) throw new Error('The tab is closed.');
    return own.url;
  }

  text(): Promise<string> {
    return this.run(seenText);
  }

  run<A, R>(work: (argument: A) => R | Promise<R>, argument?: A): Promise<R> {
    return this.browser.call(this.context, work, argument);
  }

  async click(selector: string): Promise<void> {
    await this.mouse(selector, [down, up]);
  }

  async hold(selector: string): Promise<void> {
    await this.mouse(selector, [down]);
  }

  private async mouse(selector: string, presses: readonly object[]): Promise<void> {
    await this.show();
    const { x, y } = await until(selector, () => this.run(middleOf, selector));
    const move = { type: 'pointerMove', x: Math.round(x), y: Math.round(y) };
    await this.act({ type: 'pointer', id: 'mouse', actions: [move, ...presses] });
  }

  async type(text: string): Promise<void> {
    const press = (value: string) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ];
    await this.act({ type: 'key', id: 'keys', actions: [...text].flatMap(press) });
  }

  async screenshot(path: string): Promise<void> {
    const { data } = await this.send<{ data: string }>('browsingContext.captureScreenshot');
    writeFileSync(resolve(path), Buffer.from(data, 'base64'));
  }

  async show(): Promise<void> {
    await this.send('browsingContext.activate');
  }

  async close(): Promise<void> {
    await this.send('browsingContext.close');
  }

  private act(input: object): Promise<unknown> {
    return this.send('input.performActions', { actions: [input] });
  }

  private send<T>(method: string, params: Params = {}): Promise<T> {
    return this.browser.send(method, { context: this.context, ...params });
  }
}

const down = { type: 'pointerDown', button: 0 };
const up = { type: 'pointerUp', button: 0 };
