// The feed's messages, and what is known of each way that they come by. Pure.

export const WAYS = ['poll', 'longPoll', 'sse', 'webSocket'] as const;
export type WayName = (typeof WAYS)[number];

export interface FeedMessage {
  /** One more than that of the message before it. */
  readonly n: number;
  /** When it was made, in milliseconds since 1970 by the server's clock. */
  readonly t: number;
  readonly text: string;
}

/** What the server has counted for one way so far: bytes on its sockets. */
export interface Usage {
  readonly requests: number;
  readonly in: number;
  readonly out: number;
}

export type Usages = Readonly<Record<WayName, Usage>>;

/** Latencies kept: the figures are of these. */
export const KEPT = 60;

const NONE: Usage = { requests: 0, in: 0, out: 0 };

function sum(one: Usage, other: Usage): Usage {
  return {
    requests: one.requests + other.requests,
    in: one.in + other.in,
    out: one.out + other.out,
  };
}

/** What has come by one way. */
export class Tally {
  messages = 0;
  /** Messages whose number was passed over. */
  missed = 0;
  last: FeedMessage | null = null;
  usage: Usage = NONE;
  /** What the server had counted before it, or what it knew of this page, was another. */
  #before: Usage = NONE;
  #counted: Usage = NONE;
  #latencies: number[] = [];

  /** @param now milliseconds since 1970 */
  take(message: FeedMessage, now: number): void {
    if (this.last !== null && message.n > this.last.n + 1) {
      this.missed += message.n - this.last.n - 1;
    }
    this.last = message;
    this.messages++;
    this.#latencies = [...this.#latencies, Math.max(0, now - message.t)].slice(-KEPT);
  }

  /** @param counted what the server says; less than before where it has been started again, and has forgotten */
  count(counted: Usage): void {
    const { requests, in: received, out } = this.#counted;
    if (counted.requests < requests || counted.in < received || counted.out < out) {
      this.#before = sum(this.#before, this.#counted);
    }
    this.#counted = counted;
    this.usage = sum(this.#before, counted);
  }

  /** The last ones, oldest first, in milliseconds. */
  get latencies(): readonly number[] {
    return this.#latencies;
  }

  get median(): number | null {
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    const half = Math.floor(sorted.length / 2);
    const upper = sorted[half];
    if (upper === undefined) {
      return null;
    }
    return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] as number)) / 2;
  }

  get worst(): number | null {
    return this.#latencies.length === 0 ? null : Math.max(...this.#latencies);
  }

  /** Bytes both ways; null while nothing has come or nothing was counted. */
  get bytesEach(): number | null {
    const bytes = this.usage.in + this.usage.out;
    return this.messages === 0 || bytes === 0 ? null : bytes / this.messages;
  }

  get requestsEach(): number | null {
    return this.messages === 0 || this.usage.requests === 0
      ? null
      : this.usage.requests / this.messages;
  }
}

/** Of milliseconds as whole clocks tell them: `< 1 ms`, `4 ms`, `1.2 s`. */
export function late(ms: number | null): string {
  if (ms === null) {
    return '–';
  }
  if (ms < 1) {
    return '< 1 ms';
  }
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const LEAST_MILLIS = 1;
const MOST_MILLIS = 3000;

/** Where a latency stands on a logarithmic axis from 1 ms (0) to 3 s (1). */
export function height(ms: number): number {
  const within = Math.min(MOST_MILLIS, Math.max(LEAST_MILLIS, ms));
  return Math.log(within / LEAST_MILLIS) / Math.log(MOST_MILLIS / LEAST_MILLIS);
}

const ENOUGH = 10;

/** One sentence of what the figures say, once there are enough of them. */
export function verdict(tallies: Readonly<Record<WayName, Tally>>): string {
  const { poll, longPoll, webSocket } = tallies;
  if ([poll, longPoll, webSocket].some((tally) => tally.messages < ENOUGH)) {
    return '';
  }
  const times = (tally: Tally): number | null =>
    tally.bytesEach === null || webSocket.bytesEach === null
      ? null
      : tally.bytesEach / webSocket.bytesEach;
  const [kept, asked] = [times(longPoll), times(poll)];
  return kept === null || asked === null
    ? ''
    : `For each message long polling takes ${rounded(kept)} times the bytes of WebSocket and polling ${rounded(asked)} times, late by ${late(poll.median)} instead of ${late(webSocket.median)}.`;
}

function rounded(times: number): string {
  return times < 10 ? times.toFixed(1) : times.toFixed(0);
}
