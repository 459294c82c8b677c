// What a page can know of a SockJS session over plain HTTP: its requests and its frames. Pure.

import { utf8 } from './bytes';
import { closeName } from './close';
import type { Side } from './wire';

export interface ExchangeRequest {
  readonly kind: 'request';
  readonly n: number;
  /** When it ended, in milliseconds since the page began to connect. */
  readonly at: number;
  readonly method: 'GET' | 'POST';
  /** Below the path of the endpoint. */
  readonly path: string;
  /** 0 if the browser does not say. */
  readonly status: number;
  readonly millis: number;
  /** Of the response, head and body; 0 if it came out of the browser's cache or not at all. */
  readonly bytes: number;
  readonly explanation: string;
}

export interface ExchangeFrame {
  readonly kind: 'frame';
  readonly n: number;
  readonly at: number;
  readonly from: Side;
  readonly name: string;
  /** As the protocol writes it, but for a long message's end. */
  readonly text: string;
  readonly bytes: number;
  readonly explanation: string;
}

export type ExchangeItem = ExchangeRequest | ExchangeFrame;

/** Of `PerformanceResourceTiming`: what is made use of. Times in milliseconds. */
export interface Timing {
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
  readonly transferSize: number;
  readonly responseStatus?: number;
}

export const MAX_ITEMS = 2000;
export const MAX_TEXT = 4096;
/** Letters of the prelude of xhr-streaming. */
export const PRELUDE = 2048;

interface What {
  readonly method: 'GET' | 'POST';
  readonly explanation: string;
}

const TRANSPORTS: Readonly<Record<string, What>> = {
  xhr: {
    method: 'POST',
    explanation:
      'A poll: the server keeps it until it has a frame, answers with that, and the client asks anew.',
  },
  xhr_streaming: {
    method: 'POST',
    explanation:
      'A stream: the server writes frame after frame into one answer, and ends it after so many bytes, so that the browser can let them go.',
  },
  xhr_send: {
    method: 'POST',
    explanation: 'Messages to the server, as a JSON array. Answered 204 once they are delivered.',
  },
  eventsource: {
    method: 'GET',
    explanation: 'A stream of Server-Sent Events: each frame is the data of one.',
  },
  htmlfile: {
    method: 'GET',
    explanation: 'A page that never ends, in an iframe: each frame is a script in it.',
  },
  jsonp: {
    method: 'GET',
    explanation:
      'A poll by a script element: the answer is a script that calls the page with a frame.',
  },
  jsonp_send: {
    method: 'POST',
    explanation: 'Messages to the server, by a form that is sent into an iframe.',
  },
  websocket: {
    method: 'GET',
    explanation: 'The handshake of SockJS’s WebSocket transport.',
  },
};

const SESSION_URL = /^\/[^/.]+\/[^/.]+\/([a-z_]+)$/;

/** What a request below an endpoint is for; null if it is none of SockJS's. */
export function whatIs(path: string): What | null {
  if (path === '/info') {
    return {
      method: 'GET',
      explanation:
        'What the server offers: whether WebSocket, whether cookies. How long the answer takes tells the client how patient it has to be with transports.',
    };
  }
  if (/^\/iframe[^/]*\.html$/.test(path)) {
    return {
      method: 'GET',
      explanation:
        'The page of the hidden iframe, which speaks to the server for this one. Its own requests are not in this list.',
    };
  }
  return TRANSPORTS[SESSION_URL.exec(path)?.[1] ?? ''] ?? null;
}

export class Exchange {
  #items: ExchangeItem[] = [];
  #n = 0;
  #open = false;

  /**
   * @param base the endpoint's address
   * @param begun when the page began to connect, by the clock that requests are timed by
   */
  constructor(
    private readonly base: string,
    private readonly begun: number,
  ) {}

  get items(): readonly ExchangeItem[] {
    return this.#items;
  }

  /** Takes a request of the page's. @returns whether it belongs here */
  request(timing: Timing): boolean {
    const [address = ''] = timing.name.split(/[?#]/);
    if (!address.startsWith(`${this.base}/`) || timing.startTime < this.begun) {
      return false;
    }
    const path = address.slice(this.base.length);
    const what = whatIs(path);
    if (what === null) {
      return false;
    }
    this.#push({
      kind: 'request',
      n: ++this.#n,
      at: timing.startTime + timing.duration - this.begun,
      method: what.method,
      path,
      status: timing.responseStatus ?? 0,
      millis: timing.duration,
      bytes: timing.transferSize,
      explanation: what.explanation,
    });
    return true;
  }

  opened(now: number): void {
    this.#open = true;
    this.#frame(
      now,
      'server',
      'Open',
      'o',
      'The session is open. The first frame of every session.',
    );
  }

  /** The client hands on a stream's prelude, which is made of the same letter, as a heartbeat too. */
  heartbeat(now: number): void {
    if (this.#open) {
      this.#frame(
        now,
        'server',
        'Heartbeat',
        'h',
        'A sign of life of the server’s, so that nothing between takes a quiet connection for dead.',
      );
    } else {
      this.#frame(
        now,
        'server',
        'Prelude',
        'h'.repeat(PRELUDE),
        'What a stream begins with: so many letters that browsers and proxies no longer wait for more before they hand on what came.',
      );
    }
  }

  message(now: number, from: Side, text: string): void {
    const array = JSON.stringify([text]);
    if (from === 'client') {
      this.#frame(
        now,
        from,
        'Message',
        array,
        'A message, as it goes into the array of a send. Messages that are sent while another send is under way go together.',
      );
    } else {
      this.#frame(
        now,
        from,
        'Message',
        `a${array}`,
        'A message out of an array of messages. The server may have sent several in one frame.',
      );
    }
  }

  /** The server has closed the session. */
  closed(now: number, code: number, reason: string): void {
    this.#frame(
      now,
      'server',
      'Close',
      `c${JSON.stringify([code, reason])}`,
      `The session is over: ${code} ${closeName(code)}. The last frame of a session.`,
    );
  }

  #frame(now: number, from: Side, name: string, text: string, explanation: string): void {
    this.#push({
      kind: 'frame',
      n: ++this.#n,
      at: now - this.begun,
      from,
      name,
      text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text,
      bytes: utf8(text).length,
      explanation,
    });
  }

  /** In the order of time: the browser tells of requests later than they end. */
  #push(item: ExchangeItem): void {
    const before = this.#items.findLastIndex((other) => other.at <= item.at);
    this.#items.splice(before + 1, 0, item);
    if (this.#items.length > MAX_ITEMS) {
      this.#items = this.#items.slice(MAX_ITEMS / 10);
    }
  }
}
