// The four ways: each opens what it needs, tells what comes, and goes on after a failure.

import { keepOpen, later, type MessageSocket } from '../reopening';
import { openSockJs } from '../sockjs';
import type { FeedMessage, WayName } from './feed';

export type WayState = 'connecting' | 'live' | 'lost';

export interface Told {
  message(message: FeedMessage): void;
  state(state: WayState): void;
}

const POLL_MILLIS = 1000;

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
    const end = (): void => source.close();
    signal.addEventListener('abort', end);
    source.onopen = () => told.state('live');
    source.onmessage = (event: MessageEvent<string>) => told.message(JSON.parse(event.data));
    source.onerror = () => {
      if (signal.aborted) {
        return;
      }
      told.state('lost');
      // Where the answer was no stream, the browser does not try again.
      if (source.readyState === EventSource.CLOSED) {
        signal.removeEventListener('abort', end);
        later(open, signal);
      }
    };
  };
  open();
};

/** A socket, and another one when it has ended. */
function sockets(connect: () => Promise<MessageSocket>): Way {
  return (_, told, signal) =>
    keepOpen(
      connect,
      {
        open: () => told.state('live'),
        message: (data) => told.message(JSON.parse(data)),
        lost() {
          told.state('lost');
          return true;
        },
      },
      signal,
    );
}

const longPoll: Way = (url, told, signal) =>
  sockets(() => openSockJs(`${url}/sockjs`, 'xhr-polling'))(url, told, signal);

const webSocket: Way = (url, told, signal) =>
  sockets(async () => new WebSocket(`${url.replace(/^http/, 'ws')}/ws`) as MessageSocket)(
    url,
    told,
    signal,
  );

export const WAY: Readonly<Record<WayName, Way>> = { poll, longPoll, sse, webSocket };
