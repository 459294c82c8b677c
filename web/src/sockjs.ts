// SockJS beside native WebSocket: what can carry the page's connection, and the client that does,
// npm's sockjs-client as the server brings it along.

/** What a person can choose, by the value of the choice. */
export const CARRIERS = {
  native: 'WebSocket',
  auto: 'SockJS: automatic',
  websocket: 'SockJS: websocket',
  'xhr-streaming': 'SockJS: xhr-streaming',
  eventsource: 'SockJS: eventsource',
  'iframe-eventsource': 'SockJS: iframe-eventsource',
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
  readonly transport?: string;
  onopen: (() => void) | null;
  onmessage: ((event: MessageEvent<string | ArrayBuffer>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

type SockJs = new (url: string, protocols: null, options: { transports?: string[] }) => Socket;

const SCRIPT = './js/sockjs.min.js';

/** The carrier of that name; native WebSocket for what is none. */
export function carrierOf(name: string | null): Carrier {
  return name !== null && Object.hasOwn(CARRIERS, name) ? (name as Carrier) : 'native';
}

/** Where SockJS finds what WebSocket has at `url`: it begins with plain requests. */
export function sockJsUrl(url: string): string {
  return url.replace(/^ws/i, 'http');
}

let client: Promise<SockJs> | null = null;

/** Loads the client, when it is first asked for. */
function load(): Promise<SockJs> {
  client ??= new Promise<SockJs>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.onload = () => resolve((window as unknown as { SockJS: SockJs }).SockJS);
    script.onerror = () => {
      client = null;
      reject(new Error(`${SCRIPT} could not be loaded`));
    };
    document.head.append(script);
  });
  return client;
}

/** Begins to connect by SockJS. */
export async function openSockJs(url: string, carrier: Carrier): Promise<Socket> {
  const SockJS = await load();
  return new SockJS(sockJsUrl(url), null, carrier === 'auto' ? {} : { transports: [carrier] });
}
