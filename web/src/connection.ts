// The page's one connection, WebSocket or SockJS: its state, and what is counted about it.

import { utf8 } from './bytes';
import { type Carrier, openSockJs, type Socket } from './sockjs';

export type State = 'idle' | 'connecting' | 'open' | 'closing' | 'closed';

export interface Listener {
  /** The state or a figure changed. */
  changed(): void;
  opened(): void;
  /** @param text null if the message is binary */
  message(text: string | null, bytes: Uint8Array<ArrayBuffer>): void;
  /** @param wasOpen false if the handshake failed */
  closed(event: CloseEvent, wasOpen: boolean): void;
}

export class Connection {
  #socket: Socket | null = null;
  #carrier: Carrier = 'native';
  /** Which attempt to connect is the current one. */
  #attempt = 0;
  #state: State = 'idle';
  sent = { messages: 0, bytes: 0 };
  received = { messages: 0, bytes: 0 };

  constructor(private readonly listener: Listener) {}

  get state(): State {
    return this.#state;
  }

  get url(): string {
    return this.#socket?.url ?? '';
  }

  get protocol(): string {
    return this.#socket?.protocol ?? '';
  }

  get extensions(): string {
    return this.#socket?.extensions ?? '';
  }

  /** Bytes that the browser holds and the network has not taken; null where that is not said. */
  get bufferedAmount(): number | null {
    return this.#socket?.bufferedAmount ?? null;
  }

  /** Whether SockJS is spoken, which carries text only. */
  get textOnly(): boolean {
    return this.#carrier !== 'native';
  }

  /** What carries the messages; empty as long as SockJS has not found out. */
  get carriedBy(): string {
    return this.#carrier === 'native' ? 'WebSocket' : this.#transport;
  }

  get #transport(): string {
    const transport = this.#socket?.transport;
    return transport === undefined ? '' : `SockJS, ${transport}`;
  }

  /**
   * Begins to connect. An earlier socket must be closed.
   *
   * @throws Error if the address or a subprotocol is not well-formed, or SockJS's client is not there
   */
  async open(url: string, protocols: string[], carrier: Carrier): Promise<void> {
    const attempt = ++this.#attempt;
    this.sent = { messages: 0, bytes: 0 };
    this.received = { messages: 0, bytes: 0 };
    let socket: Socket;
    if (carrier === 'native') {
      const native = new WebSocket(url, protocols);
      native.binaryType = 'arraybuffer';
      socket = native as Socket;
    } else {
      socket = await openSockJs(url, carrier);
    }
    if (attempt !== this.#attempt) {
      socket.close();
      return;
    }
    this.#carrier = carrier;
    this.#socket = socket;
    this.#become('connecting');
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.#become('open');
      this.listener.opened();
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      const text = typeof event.data === 'string' ? event.data : null;
      const bytes = typeof event.data === 'string' ? utf8(event.data) : new Uint8Array(event.data);
      this.received.messages++;
      this.received.bytes += bytes.length;
      this.listener.message(text, bytes);
    };
    socket.onclose = (event) => {
      this.#become('closed');
      this.listener.closed(event, wasOpen);
    };
  }

  /** @throws Error if the connection is not open */
  send(data: string | Uint8Array<ArrayBuffer>, bytes: number): void {
    if (this.#socket === null || this.#state !== 'open') {
      throw new Error('Not connected');
    }
    if (this.textOnly && typeof data !== 'string') {
      throw new Error('SockJS carries text only');
    }
    this.#socket.send(data);
    this.sent.messages++;
    this.sent.bytes += bytes;
  }

  close(code?: number, reason?: string): void {
    if (this.#socket === null || this.#state === 'closed') {
      return;
    }
    if (code === undefined) {
      this.#socket.close();
    } else {
      this.#socket.close(code, reason);
    }
    this.#become('closing');
  }

  #become(state: State): void {
    this.#state = state;
    this.listener.changed();
  }
}
