// What is written and not answered yet. Each message has a key, and is published with it until the server answers: a message that the
// server has seen is answered with its place again, and is in the channel once. What the server refuses stays until its writer gives it
// up or tries again.

/** What waits, or has failed. */
export interface Item {
  readonly key: string;
  /** Of one that tells of another: that one's key. It goes only after that has gone. */
  readonly about?: { readonly key: string };
  /** Why the server refused it. */
  readonly problem?: string;
}

/** A message for a channel. */
export interface Outgoing extends Item {
  readonly channel: string;
  readonly data: unknown;
  readonly about?: { readonly key: string; readonly channel: string };
}

export interface Position {
  readonly offset: number;
  readonly epoch: string;
}

export interface OutboxListener<T extends Item = Outgoing> {
  sent(item: T, position: Position): void;
  failed(item: T, problem: string): void;
}

/** What an outbox needs of the world. */
export interface World<T extends Item = Outgoing> {
  /** @throws a `Refusal`, or anything else if there was no answer */
  publish(item: T): Promise<Position>;
  later(task: () => void, millis: number): void;
  /** Keeps what waits and what has failed over a reload of the page. */
  keep(items: readonly T[]): void;
}

/** The server's answer is no, and would be again. */
export class Refusal extends Error {}

/** The most that waits or has failed: after that nothing is taken until something is answered or given up. */
export const MAX_WAITING = 200;

/** Between two attempts, in milliseconds: 0.5 s, doubled up to 8 s. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

export class Outbox<T extends Item = Outgoing> {
  readonly #waiting: T[] = [];
  readonly #failed = new Map<string, T>();
  #online = false;
  #busy = false;
  #pause = FIRST_PAUSE;

  constructor(
    private readonly world: World<T>,
    private readonly listener: OutboxListener<T>,
  ) {}

  /** Takes what is left from before: it goes before anything else. */
  restore(items: readonly T[]): void {
    for (const item of items.slice(0, MAX_WAITING)) {
      if (item.problem === undefined) {
        this.#waiting.push(item);
      } else {
        this.#failed.set(item.key, item);
      }
    }
  }

  get waiting(): readonly T[] {
    return this.#waiting;
  }

  get failed(): readonly T[] {
    return [...this.#failed.values()];
  }

  /** Whether so many more would be taken. */
  hasRoom(count: number): boolean {
    return this.#waiting.length + this.#failed.size + count <= MAX_WAITING;
  }

  /** Takes messages, which go when those before them are answered. Returns false if there is no room for all: then it takes none. */
  add(...items: readonly T[]): boolean {
    if (!this.hasRoom(items.length)) {
      return false;
    }
    this.#waiting.push(...items);
    this.#keep();
    void this.#go();
    return true;
  }

  /** One that failed is given up, or about to be added again. Returns it; undefined if there is none. */
  takeFailed(key: string): T | undefined {
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
  async #attempt(item: T): Promise<boolean> {
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

  #refused(item: T, problem: string): void {
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
