// What can carry a page's connection: the choices, where the choice is kept, and what npm's centrifuge is told for each.

import type { Options, TransportEndpoint, TransportName } from 'centrifuge';
import { CARRIERS } from '../sockjs';

const SOCK_JS = 'sockjs';

/** By the value of the choice, what a person reads. SockJS's own transports follow from the table of the bench. */
export const CHOICES: Readonly<Record<string, string>> = {
  auto: 'Automatic',
  websocket: 'WebSocket',
  http_stream: 'HTTP streaming',
  sse: 'Server-Sent Events',
  [SOCK_JS]: CARRIERS.auto,
  ...Object.fromEntries(
    Object.entries(CARRIERS)
      .filter(([name]) => name !== 'native' && name !== 'auto')
      .map(([name, label]) => [`${SOCK_JS}-${name}`, label]),
  ),
};

const KEY = 'duplex.transport';
const PARAMETER = 'transport';

/** Where nothing is forced, these are tried in order. SockJS is for whoever asks for it: the client calls it deprecated. */
const AUTOMATIC: readonly TransportName[] = ['websocket', 'http_stream', 'sse'];

/** The patience of SockJS's client with one transport, in milliseconds. */
const SOCK_JS_TIMEOUT = 10_000;

/** The choice of that name; `auto` for what is none. */
export function choiceOf(name: string | null): string {
  return name !== null && Object.hasOwn(CHOICES, name) ? name : 'auto';
}

/** The choice of this page: what its address says, else what was chosen in this tab. */
export function chosen(search: string, kept: Pick<Storage, 'getItem'>): string {
  return choiceOf(new URLSearchParams(search).get(PARAMETER) ?? kept.getItem(KEY));
}

/** Keeps a choice for this tab. Returns the address of the same page with it. */
export function choose(
  choice: string,
  address: string,
  kept: Pick<Storage, 'setItem' | 'removeItem'>,
): string {
  const url = new URL(address);
  if (choice === 'auto') {
    url.searchParams.delete(PARAMETER);
    kept.removeItem(KEY);
  } else {
    url.searchParams.set(PARAMETER, choice);
    kept.setItem(KEY, choice);
  }
  return url.href;
}

export function needsSockJs(choice: string): boolean {
  return choice.startsWith(SOCK_JS);
}

/** Where the server has a transport: below its origin (`http://host`), or a path there. */
function endpoint(transport: TransportName, origin: string): TransportEndpoint {
  const base = transport === 'websocket' ? origin.replace(/^http/, 'ws') : origin;
  return { transport, endpoint: `${base}/connection/${transport}` };
}

/** The endpoints and options for a choice. */
export function plan(
  choice: string,
  origin: string,
  sockjs: unknown,
): { endpoints: TransportEndpoint[]; options: Partial<Options> } {
  if (!needsSockJs(choice)) {
    const names = choice === 'auto' ? AUTOMATIC : [choice as TransportName];
    return { endpoints: names.map((name) => endpoint(name, origin)), options: {} };
  }
  const transport = choice.slice(SOCK_JS.length + 1);
  return {
    endpoints: [endpoint(SOCK_JS, origin)],
    options: {
      sockjs,
      sockjsOptions: {
        timeout: SOCK_JS_TIMEOUT,
        ...(transport === '' ? {} : { transports: [transport] }),
      },
    },
  };
}

/** What a transport that the client names as it does is called: `sockjs-xhr-streaming`. */
export function nameOf(transport: string): string {
  return CHOICES[transport] ?? transport;
}
