// The server's stream of trace events, kept open while the page is.

import type { WireEvent } from './wire';

export type StreamState =
  | 'starting'
  | 'live'
  /** The server does not answer. */
  | 'gone'
  /** The server answers, and has no wire view: it is not in development mode. */
  | 'none'
  /** The server has as many of these streams as it takes. */
  | 'busy';

const RETRY_MILLIS = 2000;

export class WireStream {
  #source: EventSource | null = null;
  #state: StreamState = 'starting';
  #stopped = false;

  constructor(
    private readonly url: string,
    private readonly event: (event: WireEvent) => void,
    private readonly changed: (state: StreamState) => void,
  ) {}

  get state(): StreamState {
    return this.#state;
  }

  /** Opens the stream. Resolves once it is live or known not to be had. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      const source = new EventSource(this.url);
      this.#source = source;
      source.onmessage = (message: MessageEvent<string>) => {
        const event = JSON.parse(message.data) as WireEvent;
        if (event.type === 'hello') {
          this.#become('live');
          resolve();
        }
        this.event(event);
      };
      source.onerror = () => {
        source.close();
        if (this.#source === source && !this.#stopped) {
          void this.#ask().then(resolve);
        }
      };
    });
  }

  /** Ends it for good. */
  stop(): void {
    this.#stopped = true;
    this.#source?.close();
  }

  /** An EventSource does not say why it failed: this asks. */
  async #ask(): Promise<void> {
    let state: StreamState = 'gone';
    try {
      const answer = await fetch(this.url, { method: 'HEAD', cache: 'no-store' });
      state = answer.status === 503 ? 'busy' : answer.ok ? 'gone' : 'none';
    } catch {
      state = 'gone';
    }
    if (this.#stopped) {
      return;
    }
    this.#become(state);
    if (state !== 'none') {
      setTimeout(() => {
        if (!this.#stopped) {
          void this.start();
        }
      }, RETRY_MILLIS);
    }
  }

  #become(state: StreamState): void {
    this.#state = state;
    this.changed(state);
  }
}
