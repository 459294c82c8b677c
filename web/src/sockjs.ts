// SockJS beside native WebSocket: what can carry the page's connection, and the client that does,
// npm's sockjs-client as the server brings it along.

/** What a person can choose, by the value of the choice; in the order in which SockJS tries them. */
export const CARRIERS = {
  native: 'WebSocket',
  auto: 'SockJS: automatic',
  websocket: 'SockJS: websocket',
  'xhr-streaming': 'SockJS: xhr-streaming',
  eventsource: 'SockJS: eventsource',
  'iframe-eventsource': 'SockJS: iframe-eventsource',
  htmlfile: 'SockJS: htmlfile',
  'iframe-htmlfile': 'SockJS: iframe-htmlfile',
  'xhr-polling': 'SockJS: xhr-polling',
  'iframe-xhr-polling': 'SockJS: iframe-xhr-polling',
  'jsonp-polling': 'SockJS: jsonp-polling',
} as const;

export type Carrier = keyof typeof CARRIERS;

/** What the page needs of a connection, be it a WebSocket or a SockJS. */
export interface Socket {
  readonly url: string;
  readonly protocol: string;
  readonly extensions: string;
  /** SockJS does not say. */
  readonly bufferedAmount?: number;
  /** Of SockJS, once it is open: which transport it came to. */
  readonly transport?: string | null;
  onopen: (() => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  /** Of SockJS only. */
  onheartbeat?: () => void;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

interface Options {
  readonly transports?: string[];
  /** Asked for the name of a session at each attempt to connect. */
  readonly sessionId: () => string;
  /** The least time that a transport gets, in milliseconds; more where the server is far. */
  readonly timeout: number;
}

type SockJs = new (url: string, protocols: null, options: Options) => Socket;

/**
 * The client's own patience is 0.6 s where the server is near: a server that has just been started, on
 * a machine that is busy, is slower. Where there is nothing to fall back to, haste gains nothing.
 */
const PATIENCE_MILLIS = { auto: 2000, one: 10_000 } as const;

const SCRIPT = '/js/sockjs.min.js';

/** The carrier of that name; for what is none, the other one. */
export function carrierOf(name: string | null, otherwise: Carrier = 'native'): Carrier {
  return name !== null && Object.hasOwn(CARRIERS, name) ? (name as Carrier) : otherwise;
}

/** Where SockJS finds what WebSocket has at `url`: it begins with plain requests. */
export function sockJsUrl(url: string): string {
  return url.replace(/^ws/i, 'http');
}

let client: Promise<SockJs> | null = null;

/** Loads the client when it is first asked for, unless a script tag of the page has. */
export function loadSockJs(): Promise<SockJs> {
  const here = window as unknown as { readonly SockJS?: SockJs };
  client ??= new Promise<SockJs>((resolve, reject) => {
    if (here.SockJS !== undefined) {
      resolve(here.SockJS);
      return;
    }
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.onload = () => resolve(here.SockJS as SockJs);
    script.onerror = () => {
      client = null;
      reject(new Error(`${SCRIPT} could not be loaded`));
    };
    document.head.append(script);
  });
  return client;
}

/**
 * Begins to connect by SockJS.
 *
 * @param again called when a transport did not come through and another one is tried
 */
export async function openSockJs(
  url: string,
  carrier: Carrier,
  again: () => void = () => {},
): Promise<Socket> {
  const SockJS = await loadSockJs();
  let attempts = 0;
  const sessionId = (): string => {
    if (++attempts > 1) {
      again();
    }
    return crypto.getRandomValues(new Uint32Array(2)).join('');
  };
  const options =
    carrier === 'auto'
      ? { timeout: PATIENCE_MILLIS.auto }
      : { timeout: PATIENCE_MILLIS.one, transports: [carrier] };
  return new SockJS(sockJsUrl(url), null, { ...options, sessionId });
}

/** What the codes mean with which SockJS's client says that there is no connection. */
export function noSession(code: number, carrier: Carrier): string {
  if (code === 1002) {
    return 'There is no SockJS at this path, or not for this page: its /info was not answered.';
  }
  return carrier === 'auto'
    ? 'No transport came through.'
    : `The transport ${carrier} did not come through: this browser may not have it, or the server may have it switched off.`;
}
