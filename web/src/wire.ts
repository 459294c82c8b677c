// The trace that the server sends of this browser's connections, as a model. Pure.

import { fromBase64, parseHex } from './bytes';
import { type ClosePayload, parseClose } from './close';
import { type FrameHeader, mask, parseHeader } from './frame';
import { statusOf } from './handshake';

export type Side = 'client' | 'server';

/** An event of the stream. Times are µs since the connection was accepted. */
export type WireEvent =
  | { type: 'hello'; payloadBytes: number }
  | { type: 'open'; id: number; epochMillis: number; us: number; remote: string; request: string }
  | { type: 'response'; id: number; us: number; head: string }
  | {
      type: 'frame';
      id: number;
      us: number;
      from: Side;
      header: string;
      payload: string;
      /** Payload bytes that came, if the connection ended inside the frame. */
      came?: number;
    }
  | { type: 'gap'; id: number; frames: number; bytes: number }
  | { type: 'lost'; id: number; us: number; from: Side; reason: string }
  | { type: 'closed'; id: number; us: number };

export interface TracedFrame {
  readonly kind: 'frame';
  readonly n: number;
  readonly us: number;
  readonly from: Side;
  readonly header: FrameHeader;
  /** As on the wire: masked if the header says so. The first bytes only. */
  readonly wire: Uint8Array<ArrayBuffer>;
  readonly plain: Uint8Array<ArrayBuffer>;
  /** The message, if this frame is a whole compressed one that could be read by itself. */
  inflated: Uint8Array | null;
  readonly came: number;
  /** Of a Close frame. */
  readonly close: ClosePayload | null;
  /** Of a Pong that answers a traced Ping: the time between, in µs. */
  readonly roundTrip: number | null;
}

export interface Gap {
  readonly kind: 'gap';
  readonly n: number;
  readonly frames: number;
  readonly bytes: number;
}

export interface Lost {
  readonly kind: 'lost';
  readonly n: number;
  readonly us: number;
  readonly from: Side;
  readonly reason: string;
}

export type Item = TracedFrame | Gap | Lost;

export interface Traced {
  /** Told apart by this on the page: a server that was started again counts `id` from 1 again. */
  readonly n: number;
  readonly id: number;
  readonly openedAt: number;
  readonly remote: string;
  readonly request: string;
  readonly requestUs: number;
  response: string | null;
  responseUs: number;
  items: Item[];
  /** Items that went to make room. */
  forgotten: number;
  closedUs: number | null;
  closes: TracedFrame[];
  /** The last round trip of the server's own ping, in µs. */
  pingRoundTrip: number | null;
  frames: { client: number; server: number };
}

export const MAX_CONNECTIONS = 20;
export const MAX_ITEMS = 5000;
const MAX_UNANSWERED_PINGS = 32;

export class Wire {
  readonly connections: Traced[] = [];
  readonly #pings = new Map<number, TracedFrame[]>();
  #n = 0;

  /** The newest connection with this number. */
  find(id: number): Traced | null {
    return this.connections.findLast((connection) => connection.id === id) ?? null;
  }

  /** Takes an event. @returns the connection it changed */
  take(event: WireEvent): Traced | null {
    if (event.type === 'hello') {
      return null;
    }
    if (event.type === 'open') {
      return this.#open(event);
    }
    const connection = this.find(event.id);
    if (connection === null) {
      return null;
    }
    switch (event.type) {
      case 'response':
        connection.response = event.head;
        connection.responseUs = event.us;
        break;
      case 'frame':
        this.#frame(connection, event);
        break;
      case 'gap':
        this.#gap(connection, event.frames, event.bytes);
        break;
      case 'lost':
        this.#push(connection, {
          kind: 'lost',
          n: ++this.#n,
          us: event.us,
          from: event.from,
          reason: event.reason,
        });
        break;
      case 'closed':
        connection.closedUs = event.us;
        this.#pings.delete(connection.id);
        break;
    }
    return connection;
  }

  #open(event: Extract<WireEvent, { type: 'open' }>): Traced {
    const connection: Traced = {
      n: ++this.#n,
      id: event.id,
      openedAt: event.epochMillis,
      remote: event.remote,
      request: event.request,
      requestUs: event.us,
      response: null,
      responseUs: 0,
      items: [],
      forgotten: 0,
      closedUs: null,
      closes: [],
      pingRoundTrip: null,
      frames: { client: 0, server: 0 },
    };
    this.connections.push(connection);
    if (this.connections.length > MAX_CONNECTIONS) {
      const gone = this.connections.findIndex((other) => other.closedUs !== null);
      this.connections.splice(Math.max(gone, 0), 1);
    }
    return connection;
  }

  #frame(connection: Traced, event: Extract<WireEvent, { type: 'frame' }>): void {
    const header = parseHeader(parseHex(event.header));
    const wire = fromBase64(event.payload);
    const plain = mask(wire, header.maskingKey);
    const frame: TracedFrame = {
      kind: 'frame',
      n: ++this.#n,
      us: event.us,
      from: event.from,
      header,
      wire,
      plain,
      inflated: null,
      came: event.came ?? header.length,
      close: header.opcode === 8 ? parseClose(plain) : null,
      roundTrip: header.opcode === 10 ? this.#answered(connection, event, plain) : null,
    };
    connection.frames[frame.from]++;
    if (frame.header.opcode === 9) {
      this.#asked(connection, frame);
    }
    if (frame.close !== null) {
      connection.closes.push(frame);
    }
    if (frame.roundTrip !== null && frame.from === 'client') {
      connection.pingRoundTrip = frame.roundTrip;
    }
    this.#push(connection, frame);
  }

  #asked(connection: Traced, ping: TracedFrame): void {
    const pings = this.#pings.get(connection.id) ?? [];
    pings.push(ping);
    this.#pings.set(connection.id, pings.slice(-MAX_UNANSWERED_PINGS));
  }

  #answered(
    connection: Traced,
    pong: { us: number; from: Side },
    payload: Uint8Array,
  ): number | null {
    const pings = this.#pings.get(connection.id) ?? [];
    const at = pings.findLastIndex(
      (ping) => ping.from !== pong.from && sameBytes(ping.plain, payload),
    );
    if (at < 0) {
      return null;
    }
    const ping = pings[at] as TracedFrame;
    this.#pings.set(connection.id, pings.slice(at + 1));
    return pong.us - ping.us;
  }

  #gap(connection: Traced, frames: number, bytes: number): void {
    const last = connection.items.at(-1);
    if (last?.kind === 'gap') {
      connection.items[connection.items.length - 1] = {
        ...last,
        frames: last.frames + frames,
        bytes: last.bytes + bytes,
      };
    } else {
      this.#push(connection, { kind: 'gap', n: ++this.#n, frames, bytes });
    }
  }

  #push(connection: Traced, item: Item): void {
    connection.items.push(item);
    if (connection.items.length > MAX_ITEMS) {
      const gone = MAX_ITEMS / 10;
      connection.items = connection.items.slice(gone);
      connection.forgotten += gone;
    }
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** An arrow, or a change of one side's state, in the diagram of the closing handshake. */
export interface CloseStep {
  readonly us: number;
  readonly kind: 'close' | 'answer' | 'end' | 'missing';
  readonly from: Side | null;
  readonly title: string;
  readonly detail: string;
}

/** The closing handshake as it went (RFC 6455 §7.1): empty while neither side has begun. */
export function closeSteps(connection: Traced): CloseStep[] {
  const steps: CloseStep[] = [];
  const first = connection.closes[0];
  const answer = connection.closes.find((frame) => frame.from !== first?.from);
  if (first !== undefined) {
    steps.push(closeStep(first, 'close', 'Close'));
  }
  if (first !== undefined && answer !== undefined) {
    const echoed = first.close?.code === answer.close?.code;
    steps.push(closeStep(answer, 'answer', echoed ? 'Close (echo)' : 'Close (answer)'));
  }
  if (connection.closedUs !== null) {
    if (answer === undefined && statusOf(connection.response ?? '') === 101) {
      steps.push({
        us: connection.closedUs,
        kind: 'missing',
        from: null,
        title: first === undefined ? 'No Close frame' : 'No answer',
        detail:
          first === undefined
            ? 'The TCP connection ended first. Both sides report 1006.'
            : 'The TCP connection ended before the other side had sent its Close.',
      });
    }
    steps.push({
      us: connection.closedUs,
      kind: 'end',
      from: null,
      title: 'TCP connection ends',
      detail:
        answer === undefined
          ? 'Without both Close frames, neither side knows what the other still meant to say.'
          : 'The server ends it first: so it, not the browser, holds the port in TIME_WAIT (§7.1.1).',
    });
  }
  return steps;
}

function closeStep(frame: TracedFrame, kind: 'close' | 'answer', title: string): CloseStep {
  const code = frame.close?.code;
  return {
    us: frame.us,
    kind,
    from: frame.from,
    title: code === null || code === undefined ? title : `${title} ${code}`,
    detail: frame.close?.reason ? `“${frame.close.reason}”` : 'no reason given',
  };
}

/** Whether the frame is a whole compressed message, all of it in the trace. */
export function isCompressedMessage(frame: TracedFrame): boolean {
  const { fin, rsv1, opcode, length } = frame.header;
  return fin && rsv1 && (opcode === 1 || opcode === 2) && length === frame.plain.length;
}

/** What the frame says, as far as it can be read. */
export function contentOf(frame: TracedFrame): Uint8Array {
  return frame.inflated ?? frame.plain;
}

/** What a side is called on the page. */
export function sideName(side: Side): string {
  return side === 'client' ? 'Browser' : 'Server';
}

/** The path a connection was opened with. */
export function pathOf(connection: Traced): string {
  return connection.request.split(' ', 2)[1] ?? '';
}
