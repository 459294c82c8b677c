// What is written and not answered yet. Each message has a key, and is published with it until the server answers: a message that the
// server has seen is answered with its place again, and is in the channel once.

/** What waits. */
export interface Outgoing {
  readonly key: string;
  readonly channel: string;
  readonly data: unknown;
}

export interface Position {
  readonly offset: number;
  readonly epoch: string;
}

export interface OutboxListener {
  sent(item: Outgoing, position: Position): void;
  failed(item: Outgoing, problem: string): void;
}

/** What an outbox needs of the world. */
export interface World {
  /** @throws a `Refusal`, or anything else if there was no answer */
  publish(item: Outgoing): Promise<Position>;
  later(task: () => void, millis: number): void;
  /** Keeps what waits over a reload of the page. */
  keep(items: readonly Outgoing[]): void;
}

/** The server's answer is no, and would be again. */
export class Refusal extends Error {}

/** The most that waits: after that nothing is taken until something is answered. */
export const MAX_WAITING = 200;

/** Between two attempts, in milliseconds: 0.5 s, doubled up to 8 s. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

export class Outbox {
  readonly #waiting: Outgoing[];
  #online = false;
  #busy = false;
  #pause = FIRST_PAUSE;

  /** @param waiting what is left from before */
  constructor(
    private readonly world: World,
    private readonly listener: OutboxListener,
    waiting: readonly Outgoing[] = [],
  ) {
    this.#waiting = waiting.slice(0, MAX_WAITING);
  }

  get waiting(): readonly Outgoing[] {
    return this.#waiting;
  }

  get isFull(): boolean {
    return this.#waiting.length >= MAX_WAITING;
  }

  /** Takes a message, which goes when those before it are answered. Returns false if it is full. */
  add(item: Outgoing): boolean {
    if (this.isFull) {
      return false;
    }
    this.#waiting.push(item);
    this.world.keep(this.#waiting);
    void this.#go();
    return true;
  }

  /** There is a connection, or there is none. */
  online(online: boolean): void {
    this.#online = online;
    if (online) {
      this.#pause = FIRST_PAUSE;
      void this.#go();
    }
  }

  async #go(): Promise<void> {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    while (this.#online && this.#waiting[0] !== undefined) {
      if (!(await this.#attempt(this.#waiting[0]))) {
        break;
      }
    }
    this.#busy = false;
  }

  /** Returns whether it was answered. */
  async #attempt(item: Outgoing): Promise<boolean> {
    try {
      const position = await this.world.publish(item);
      this.#done();
      this.listener.sent(item, position);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        this.#again();
        return false;
      }
      this.#done();
      this.listener.failed(item, error.message);
    }
    this.#pause = FIRST_PAUSE;
    return true;
  }

  #done(): void {
    this.#waiting.shift();
    this.world.keep(this.#waiting);
  }

  #again(): void {
    const pause = this.#pause;
    this.#pause = Math.min(2 * pause, LONGEST_PAUSE);
    this.world.later(() => void this.#go(), pause);
  }
}
