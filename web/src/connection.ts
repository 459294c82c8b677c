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
  /** A message goes out. */
  sending(text: string | null): void;
  /** SockJS tries another transport. */
  again(): void;
  /** SockJS's own sign of life came. */
  heartbeat(): void;
}

export class Connection {
  #socket: Socket | null = null;
  #carrier: Carrier = 'native';
  #transport = '';
  /** Which attempt to connect is the current one. */
  #attempt = 0;
  #state: State = 'idle';
  #closedHere = false;
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

  /** Whether this page has asked for the end of its last connection. */
  get closedHere(): boolean {
    return this.#closedHere;
  }

  /** What was chosen to carry the connection. */
  get carrier(): Carrier {
    return this.#carrier;
  }

  /** Whether SockJS is spoken, which carries text only. */
  get textOnly(): boolean {
    return this.#carrier !== 'native';
  }

  /** SockJS's transport, once there is one; empty with native WebSocket. */
  get transport(): string {
    return this.#transport;
  }

  /** What carries the messages; empty as long as SockJS has not found out. */
  get carriedBy(): string {
    if (!this.textOnly) {
      return 'WebSocket';
    }
    return this.#transport === '' ? '' : `SockJS, ${this.#transport}`;
  }

  /**
   * Begins to connect. An earlier socket must be closed.
   *
   * @throws Error if the address or a subprotocol is not well-formed, or SockJS's client is not there
   */
  async open(url: string, protocols: string[], carrier: Carrier): Promise<void> {
    const attempt = ++this.#attempt;
    this.#carrier = carrier;
    this.#transport = '';
    this.#closedHere = false;
    this.sent = { messages: 0, bytes: 0 };
    this.received = { messages: 0, bytes: 0 };
    if (carrier === 'native') {
      const socket = new WebSocket(url, protocols);
      socket.binaryType = 'arraybuffer';
      this.#use(socket as Socket);
      return;
    }
    this.#socket = null;
    this.#become('connecting');
    try {
      const socket = await openSockJs(url, carrier, () => this.listener.again());
      if (attempt === this.#attempt) {
        this.#use(socket);
      } else {
        socket.close();
      }
    } catch (error) {
      if (attempt === this.#attempt) {
        this.#become('closed');
      }
      throw error;
    }
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    this.#become('connecting');
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.#transport = socket.transport ?? '';
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
    socket.onheartbeat = () => this.listener.heartbeat();
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
    this.listener.sending(typeof data === 'string' ? data : null);
    this.#socket.send(data);
    this.sent.messages++;
    this.sent.bytes += bytes;
  }

  close(code?: number, reason?: string): void {
    this.#closedHere = true;
    if (this.#state === 'connecting' && this.#socket === null) {
      // SockJS's client is still on its way.
      this.#attempt++;
      this.#become('closed');
    }
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
