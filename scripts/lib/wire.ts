import { once } from 'node:events';

export type Params = Readonly<Record<string, unknown>>;
type Listener = (params: never) => void;

/** What comes back, in the DevTools protocol and in WebDriver BiDi: their errors differ in where the sentence stands. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: unknown;
  readonly error?: string | { readonly message: string };
  readonly message?: string;
}

/** Commands and events of a browser, over a socket to it. */
export class Wire {
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly listeners = new Map<string, Listener>();
  private sent = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => this.receive(JSON.parse(data as string)));
  }

  static async open(address: string): Promise<Wire> {
    const wire = new Wire(new WebSocket(address));
    await once(wire.socket as never, 'open');
    return wire;
  }

  /** Sends a command. @throws Error with the browser's sentence */
  send<T>(method: string, params: Params = {}, sessionId?: string): Promise<T> {
    this.sent += 1;
    const id = this.sent;
    this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error, message }) => {
        if (error === undefined) return resolve(result as T);
        return reject(new Error(`${method}: ${typeof error === 'string' ? message : error.message}`));
      });
    });
  }

  /** One listener an event. */
  on(event: string, listener: Listener): void {
    this.listeners.set(event, listener);
  }

  private receive(message: Message): void {
    const { id, method, params } = message;
    if (id === undefined) this.listeners.get(method!)?.(params as never);
    else {
      this.waiting.get(id)?.(message);
      this.waiting.delete(id);
    }
  }
}
