// The four ways: each opens what it needs, tells what comes, and goes on after a failure.

import { openSockJs } from '../sockjs';
import type { FeedMessage, WayName } from './feed';

export type WayState = 'connecting' | 'live' | 'lost';

export interface Told {
  message(message: FeedMessage): void;
  state(state: WayState): void;
}

const POLL_MILLIS = 1000;
const RETRY_MILLIS = 2000;

/** Begins; the signal ends it. `url` is that of the feed for this run, as `https://host/path`. */
export type Way = (url: string, told: Told, signal: AbortSignal) => void;

const poll: Way = (url, told, signal) => {
  let after: number | null = null;
  let asking = false;
  const ask = async (): Promise<void> => {
    if (asking) {
      return;
    }
    asking = true;
    try {
      const answer = await fetch(`${url}/poll${after === null ? '' : `?after=${after}`}`, {
        cache: 'no-store',
        signal,
      });
      if (!answer.ok) {
        throw new Error(`answered ${answer.status}`);
      }
      told.state('live');
      for (const message of (await answer.json()) as FeedMessage[]) {
        after = message.n;
        told.message(message);
      }
    } catch {
      // Asked again in a second anyway; until then the card says so.
      if (!signal.aborted) {
        told.state('lost');
      }
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => void ask(), POLL_MILLIS);
  signal.addEventListener('abort', () => clearInterval(timer));
  void ask();
};

const sse: Way = (url, told, signal) => {
  const open = (): void => {
    const source = new EventSource(`${url}/events`);
    source.onopen = () => told.state('live');
    source.onmessage = (event: MessageEvent<string>) => told.message(JSON.parse(event.data));
    source.onerror = () => {
      if (signal.aborted) {
        return;
      }
      told.state('lost');
      // Where the answer was no stream, the browser does not try again.
      if (source.readyState === EventSource.CLOSED) {
        later(open, signal);
      }
    };
    signal.addEventListener('abort', () => source.close());
  };
  open();
};

interface MessageSocket {
  onopen: (() => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close(): void;
}

/** A socket, and another one when it has ended. */
function sockets(connect: () => Promise<MessageSocket>): Way {
  return (_, told, signal) => {
    const open = async (): Promise<void> => {
      let socket: MessageSocket;
      try {
        socket = await connect();
      } catch {
        told.state('lost');
        later(() => void open(), signal);
        return;
      }
      if (signal.aborted) {
        socket.close();
        return;
      }
      const end = (): void => socket.close();
      signal.addEventListener('abort', end);
      socket.onopen = () => told.state('live');
      socket.onmessage = (event) => told.message(JSON.parse(event.data as string));
      socket.onclose = () => {
        signal.removeEventListener('abort', end);
        if (!signal.aborted) {
          told.state('lost');
          later(() => void open(), signal);
        }
      };
    };
    void open();
  };
}

const longPoll: Way = (url, told, signal) =>
  sockets(() => openSockJs(`${url}/sockjs`, 'xhr-polling'))(url, told, signal);

const webSocket: Way = (url, told, signal) =>
  sockets(async () => new WebSocket(`${url.replace(/^http/, 'ws')}/ws`) as MessageSocket)(
    url,
    told,
    signal,
  );

function later(task: () => void, signal: AbortSignal): void {
  const timer = setTimeout(task, RETRY_MILLIS);
  signal.addEventListener('abort', () => clearTimeout(timer));
}

export const WAY: Readonly<Record<WayName, Way>> = { poll, longPoll, sse, webSocket };
