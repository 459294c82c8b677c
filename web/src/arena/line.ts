// The connection to the arena: one native WebSocket, binary both ways, that comes back by itself.

import { BadNetwork, CLEAR, type Weather } from './bad-network';

const PATH = '/arena';
/** Between two attempts, in milliseconds: doubled until a connection stands. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;
/** No more is given to a browser that has not sent so many bytes: it would be old when it arrives. */
const MAX_UNSENT = 1024;

export interface Listener {
  open(): void;
  message(view: DataView): void;
  /** @param again whether it is tried again by itself */
  closed(reason: string, again: boolean): void;
}

export class Line {
  #socket: WebSocket | null = null;
  #up = new BadNetwork(CLEAR);
  #pause = FIRST_PAUSE;
  #stopped = false;

  constructor(
    private readonly weather: Weather,
    private readonly listener: Listener,
  ) {}

  connect(): void {
    const socket = new WebSocket(new URL(PATH, location.href.replace(/^http/, 'ws')));
    socket.binaryType = 'arraybuffer';
    const up = new BadNetwork(this.weather);
    const down = new BadNetwork(this.weather);
    this.#socket = socket;
    this.#up = up;
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE;
      this.listener.open();
    };
    socket.onmessage = ({ data }) => {
      down.pass(performance.now(), () => {
        if (socket === this.#socket && socket.readyState === WebSocket.OPEN) {
          this.listener.message(new DataView(data as ArrayBuffer));
        }
      });
    };
    socket.onclose = ({ code, reason }) => {
      this.#socket = null;
      if (this.#stopped) {
        return;
      }
      // 1008: what this page sends is not what the server expects, and would not be the next time.
      const again = code !== 1008;
      this.listener.closed(reason, again);
      if (again) {
        setTimeout(() => this.connect(), this.#pause);
        this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
      }
    };
  }

  /** Sends, if there is a connection and it takes something. */
  send(message: Uint8Array<ArrayBuffer>): void {
    const socket = this.#socket;
    if (socket !== null) {
      this.#up.pass(performance.now(), () => {
        if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount <= MAX_UNSENT) {
          socket.send(message);
        }
      });
    }
  }

  /** Ends it for good: what has come makes no sense, and would not the next time. */
  stop(): void {
    this.#stopped = true;
    this.#socket?.close();
  }
}
