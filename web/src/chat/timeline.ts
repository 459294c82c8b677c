// The messages of one conversation in their order, wherever they come from: live, recovered, from a page of the history, or from here
// and not yet answered. Each is there once.

import type { Message } from './message';

/** What is kept of a conversation; the oldest go, and come again from the history. */
export const MAX_MESSAGES = 1000;

export type Row =
  | { readonly kind: 'message'; readonly message: Message; readonly unread: boolean }
  /** The server does not have what was between. */
  | { readonly kind: 'gap'; readonly key: string }
  /** Above it are messages of a stream that the server does not have any more. */
  | { readonly kind: 'restart'; readonly key: string }
  /** From here on it is new to the reader. */
  | { readonly kind: 'unread'; readonly key: string };

interface Life {
  readonly epoch: string;
  /** By offset, those that were seen, and whether they are shown. */
  readonly seen: Map<number, Message | null>;
}

export class Timeline {
  /** Lives of the channel's stream; offsets count within one. The last is the server's present one. */
  readonly #lives: Life[] = [];
  readonly #byKey = new Map<string, Message>();
  /** Not yet answered, in the order in which they were written. */
  readonly #pending: Message[] = [];
  #readUpTo = 0;
  #beginning = false;

  /** @param me who reads */
  constructor(private readonly me: string) {}

  get epoch(): string {
    return this.#lives.at(-1)?.epoch ?? '';
  }

  /** The oldest offset of the present life; null if nothing is here of it. */
  get oldest(): number | null {
    const offsets = [...(this.#lives.at(-1)?.seen.keys() ?? [])];
    return offsets.length === 0 ? null : Math.min(...offsets);
  }

  /** Whether the history has nothing before what is here. */
  get hasBeginning(): boolean {
    return this.#beginning;
  }

  /** The channel is entered: in the same life of its stream as before, or in another one. */
  enter(epoch: string): void {
    if (this.#lives.length === 0 || this.epoch !== epoch) {
      this.#lives.push({ epoch, seen: new Map() });
      this.#readUpTo = 0;
      this.#beginning = false;
    }
  }

  /** A message came, live or recovered. */
  add(message: Message): void {
    this.#take(message);
    this.#trim();
  }

  /**
   * A page of the history.
   *
   * @param epoch of the answer: that of a life that is over is not taken
   * @param all whether there is nothing before it
   */
  addHistory(messages: readonly Message[], epoch: string, all: boolean): void {
    if (epoch !== this.epoch) {
      return;
    }
    for (const message of messages) {
      this.#take(message);
    }
    this.#beginning ||= all;
  }

  #take(message: Message): void {
    const life = this.#lives.at(-1);
    if (life === undefined || message.offset === null || life.seen.has(message.offset)) {
      return;
    }
    const known = this.#byKey.get(message.key);
    if (known === undefined) {
      life.seen.set(message.offset, message);
      this.#byKey.set(message.key, message);
    } else if (known.user !== message.user) {
      // Somebody took another's key: it is another message for all that.
      life.seen.set(message.offset, { ...message, key: `${message.key}-${message.offset}` });
    } else if (known.offset === null) {
      this.#settle(known, message.offset, life);
    } else {
      // Published again: by who had no answer, after the server had forgotten the key.
      life.seen.set(message.offset, null);
    }
  }

  #settle(message: Message, offset: number, life: Life): void {
    const index = this.#pending.indexOf(message);
    if (index >= 0) {
      this.#pending.splice(index, 1);
    }
    message.offset = offset;
    message.delivery = 'sent';
    life.seen.set(offset, message);
  }

  #trim(): void {
    const life = this.#lives.at(-1);
    if (life !== undefined && life.seen.size > MAX_MESSAGES) {
      const offset = Math.min(...life.seen.keys());
      const message = life.seen.get(offset);
      life.seen.delete(offset);
      this.#beginning = false;
      if (message) {
        this.#byKey.delete(message.key);
      }
      this.#lives.splice(0, this.#lives.length - 1);
    }
  }

  /** Something is written here. */
  write(message: Message): void {
    if (!this.#byKey.has(message.key)) {
      this.#pending.push(message);
      this.#byKey.set(message.key, message);
    }
  }

  /** The server has answered: the message stands there. */
  sent(key: string, position: { offset: number; epoch: string }): void {
    const message = this.#byKey.get(key);
    const life = this.#lives.at(-1);
    if (message === undefined || message.offset !== null || life === undefined) {
      return;
    }
    if (position.epoch === life.epoch && !life.seen.has(position.offset)) {
      this.#settle(message, position.offset, life);
    } else {
      // It will come with what is recovered.
      message.delivery = 'sent';
    }
  }

  /** The server refuses it. */
  failed(key: string, problem: string): void {
    this.#change(key, 'failed', problem);
  }

  /** It is tried again. */
  sending(key: string): void {
    this.#change(key, 'sending');
  }

  #change(key: string, delivery: 'failed' | 'sending', problem = ''): void {
    const message = this.#byKey.get(key);
    if (message !== undefined && message.offset === null) {
      message.delivery = delivery;
      message.problem = problem;
    }
  }

  /** What failed is given up. */
  discard(key: string): void {
    const index = this.#pending.findIndex((message) => message.key === key);
    if (index >= 0) {
      this.#pending.splice(index, 1);
      this.#byKey.delete(key);
    }
  }

  // --- what was read

  /** The latest offset that there is. */
  get latest(): number {
    return Math.max(0, ...(this.#lives.at(-1)?.seen.keys() ?? []));
  }

  /** Up to where it was read; what is before stays read. */
  read(offset: number): void {
    this.#readUpTo = Math.max(this.#readUpTo, offset);
  }

  get readUpTo(): number {
    return this.#readUpTo;
  }

  get unread(): number {
    return this.#confirmed().filter((message) => this.#isUnread(message)).length;
  }

  #isUnread(message: Message): boolean {
    return (message.offset ?? 0) > this.#readUpTo && message.user !== this.me;
  }

  // --- as it is shown

  #confirmed(): Message[] {
    const seen = this.#lives.at(-1)?.seen ?? new Map<number, Message | null>();
    return [...seen.values()].filter((message) => message !== null);
  }

  /**
   * What is shown, from the oldest to the latest.
   *
   * @param newAfter after which offset it is new to the reader; null if nothing is to say so
   */
  rows(newAfter: number | null = null): Row[] {
    const rows: Row[] = [];
    for (const life of this.#lives) {
      if (rows.length > 0) {
        rows.push({ kind: 'restart', key: `restart-${life.epoch}` });
      }
      this.#rowsOf(life, life === this.#lives.at(-1) ? newAfter : null, rows);
    }
    for (const message of this.#pending) {
      rows.push({ kind: 'message', message, unread: false });
    }
    return rows;
  }

  #rowsOf(life: Life, newAfter: number | null, rows: Row[]): void {
    let before: number | null = null;
    let told = newAfter === null;
    for (const offset of [...life.seen.keys()].sort((a, b) => a - b)) {
      if (before !== null && offset > before + 1) {
        rows.push({ kind: 'gap', key: `gap-${life.epoch}-${before}` });
      }
      before = offset;
      const message = life.seen.get(offset);
      if (message) {
        const unread = !told && offset > (newAfter ?? 0) && message.user !== this.me;
        if (unread) {
          rows.push({ kind: 'unread', key: 'unread' });
          told = true;
        }
        rows.push({ kind: 'message', message, unread });
      }
    }
  }
}
