import { requireNotBehindAddresses } from '../backup/ahead.ts';
import { type Command, UsageError } from '../command.ts';
import { type ServeOptions, serve } from '../server.ts';
import { stopSignal } from '../stop-signal.ts';
import { withRegistry } from './shared.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve the feed, take reports and votes, and publish what they come to',
  words: '',
  count: [0, 0],
  options: {
    port: { value: 'PORT', help: 'where to listen (default 4180; 0 takes a free one)' },
    host: { value: 'HOST', help: 'on which address (default 127.0.0.1, this machine only)' },
    'behind-proxy': { help: 'a proxy is in front, and the only way in: it says where requests come from' },
    metrics: { value: '[HOST:]PORT', help: 'answer Prometheus there, at /metrics (HOST: 127.0.0.1)' },
  },
  details:
    'New votes become a release within seconds: at once where one member signs alone, else as soon as co-signers have signed.\nSignatures are renewed before they expire. Several servers may run side by side. Stop with Ctrl-C.',
  run: async (args, { print, note }) => {
    const port = readPort(args.text('port') ?? '4180');
    const host = args.text('host');
    const metrics = readMetrics(args.text('metrics'));
    const behindProxy = args.has('behind-proxy');
    const options = { port, ...(host && { host }), ...metrics, behindProxy, log: note };
    return withRegistry(args, async (registry) => {
      await requireNotBehindAddresses(registry);
      const serving = await serve(registry, options);
      const { url } = serving;
      await print(
        `Serving ${registry.alliance.name.en} at ${url}
Feed     ${url}feed/
Reports  ${url}v1/reports
Votes    ${url}v1/votes`,
      );
      if (serving.metrics) await print(`Metrics  ${serving.metrics}`);
      const elsewhere = loopbackElsewhere(registry.alliance.addresses, `${url}feed/`);
      if (elsewhere !== null) note(elsewhere);
      await stopSignal();
      note('Stopping.');
      await serving.close();
      return 0;
    });
  },
};

/** Behind a web server the signed address differs by design; on this machine alone nothing would answer there. */
function loopbackElsewhere(addresses: readonly string[], served: string): string | null {
  const isHere = (address: string) => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
  if (!addresses.every(isHere) || addresses.includes(served)) return null;
  return `Browsers look for this feed at ${addresses.join(', ')}, as its members signed. Serve it at that port.`;
}

function readPort(text: string, option = '--port'): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${option} takes a number from 0 to 65535, not "${text}".`);
}

/** `9464`, `192.0.2.7:9464` or `[::1]:9464`. */
function readMetrics(text: string | undefined): Pick<ServeOptions, 'metrics'> {
  if (text === undefined) return {};
  const [, host = '127.0.0.1', port = ''] = /^(?:\[?([^\]]+)\]?:)?(\w*)$/.exec(text) ?? [];
  return { metrics: { host, port: readPort(port, '--metrics') } };
}
