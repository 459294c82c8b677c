// What is written and not answered yet. Each message has a key, and is published with it until the server answers: a message that the
// server has seen is answered with its place again, and is in the channel once. What the server refuses stays until its writer gives it
// up or tries again.

/** What waits, or has failed. */
export interface Outgoing {
  readonly key: string;
  readonly channel: string;
  readonly data: unknown;
  /** Of a note that tells of a message: that one's key and channel. It goes only after that has gone. */
  readonly about?: { readonly key: string; readonly channel: string };
  /** Why the server refused it. */
  readonly problem?: string;
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
  /** Keeps what waits and what has failed over a reload of the page. */
  keep(items: readonly Outgoing[]): void;
}

/** The server's answer is no, and would be again. */
export class Refusal extends Error {}

/** The most that waits or has failed: after that nothing is taken until something is answered or given up. */
export const MAX_WAITING = 200;

/** Between two attempts, in milliseconds: 0.5 s, doubled up to 8 s. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

export class Outbox {
  readonly #waiting: Outgoing[] = [];
  readonly #failed = new Map<string, Outgoing>();
  #online = false;
  #busy = false;
  #pause = FIRST_PAUSE;

  constructor(
    private readonly world: World,
    private readonly listener: OutboxListener,
  ) {}

  /** Takes what is left from before: it goes before anything else. */
  restore(items: readonly Outgoing[]): void {
    for (const item of items.slice(0, MAX_WAITING)) {
      if (item.problem === undefined) {
        this.#waiting.push(item);
      } else {
        this.#failed.set(item.key, item);
      }
    }
  }

  get waiting(): readonly Outgoing[] {
    return this.#waiting;
  }

  get failed(): readonly Outgoing[] {
    return [...this.#failed.values()];
  }

  /** Whether so many more would be taken. */
  hasRoom(count: number): boolean {
    return this.#waiting.length + this.#failed.size + count <= MAX_WAITING;
  }

  /** Takes messages, which go when those before them are answered. Returns false if there is no room for all: then it takes none. */
  add(...items: readonly Outgoing[]): boolean {
    if (!this.hasRoom(items.length)) {
      return false;
    }
    this.#waiting.push(...items);
    this.#keep();
    void this.#go();
    return true;
  }

  /** One that failed is given up, or about to be added again. Returns it; undefined if there is none. */
  takeFailed(key: string): Outgoing | undefined {
    const item = this.#failed.get(key);
    this.#failed.delete(key);
    this.#keep();
    return item;
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
    let position: Position;
    try {
      position = await this.world.publish(item);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        this.#again();
        return false;
      }
      this.#refused(item, error.message);
      return true;
    }
    this.#waiting.shift();
    this.#answered();
    this.listener.sent(item, position);
    return true;
  }

  #refused(item: Outgoing, problem: string): void {
    this.#waiting.shift();
    if (item.about === undefined) {
      this.#failed.set(item.key, { ...item, problem });
      const told = this.#waiting.filter(({ about }) => about?.key !== item.key);
      this.#waiting.splice(0, this.#waiting.length, ...told);
    }
    this.#answered();
    this.listener.failed(item, problem);
  }

  #answered(): void {
    this.#pause = FIRST_PAUSE;
    this.#keep();
  }

  #keep(): void {
    this.world.keep([...this.#waiting, ...this.#failed.values()]);
  }

  #again(): void {
    const pause = this.#pause;
    this.#pause = Math.min(2 * pause, LONGEST_PAUSE);
    this.world.later(() => void this.#go(), pause);
  }
}
