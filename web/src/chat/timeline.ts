// The messages of one conversation in their order, wherever they come from: live, recovered, from a page of the history, or from here
// and not yet answered. Each is there once.

import type { Message } from './message';

/** What is kept of a conversation; the oldest go, and come again from the history. */
export const MAX_MESSAGES = 1000;
/** The most lives of a stream whose messages are kept: after so many restarts of the server the oldest go. */
export const MAX_LIVES = 3;

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
  readonly byKey: Map<string, Message>;
  /** Before this offset the server has nothing; null while that is not known. */
  floor: number | null;
  /** Whether a page of the history has come: all that is after its oldest message comes by itself. */
  hasPage: boolean;
}

/** A page of the history, latest or oldest first. */
export interface Page {
  readonly messages: readonly Message[];
  /** Of the answer: a page of a life that is over is not taken. */
  readonly epoch: string;
  /** The latest offset that the stream has. */
  readonly top: number;
  /** Whether there is nothing before it. */
  readonly all: boolean;
}

export class Timeline {
  /** Lives of the channel's stream; offsets count within one. The last is the server's present one. */
  readonly #lives: Life[] = [];
  /** Not yet answered, in the order in which they were written. */
  readonly #pending: Message[] = [];
  #readUpTo = 0;

  /** @param me who reads */
  constructor(private readonly me: string) {}

  get epoch(): string {
    return this.#lives.at(-1)?.epoch ?? '';
  }

  /**
   * Where the newest messages without one missing between them begin: what is before that offset is asked for next. Null if nothing is
   * here of the present life.
   */
  get edge(): number | null {
    const life = this.#lives.at(-1);
    const top = life === undefined || life.seen.size === 0 ? null : this.latest;
    if (life === undefined || top === null) {
      return null;
    }
    let edge = top;
    while (life.seen.has(edge - 1)) {
      edge--;
    }
    return edge;
  }

  /** Whether something is missing between messages that are here, and the server may have it. */
  get hasGap(): boolean {
    const oldest = Math.min(...(this.#lives.at(-1)?.seen.keys() ?? []));
    return this.edge !== null && oldest < this.edge && !this.hasBeginning;
  }

  /** Whether the history has nothing before what is here. */
  get hasBeginning(): boolean {
    const floor = this.#lives.at(-1)?.floor ?? null;
    return floor !== null && (this.edge === null || this.edge <= floor);
  }

  /** Whether the latest page of the history has come. */
  get hasPage(): boolean {
    return this.#lives.at(-1)?.hasPage ?? false;
  }

  /**
   * The channel is entered: in the same life of its stream as before, or in another one.
   *
   * @param recovered whether all that was missed comes by itself
   */
  enter(epoch: string, recovered = false): void {
    if (this.#lives.length === 0 || this.epoch !== epoch) {
      this.#lives.push({
        epoch,
        seen: new Map(),
        byKey: new Map(),
        floor: null,
        hasPage: false,
      });
      this.#lives.splice(0, this.#lives.length - MAX_LIVES);
      this.#readUpTo = 0;
    }
    const life = this.#lives.at(-1);
    if (life !== undefined && !recovered) {
      life.hasPage = false;
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
   * @param before the offset before which it was asked for; null if it is the latest page
   */
  addHistory(page: Page, before: number | null = null): void {
    const life = this.#lives.at(-1);
    if (life === undefined || page.epoch !== life.epoch) {
      return;
    }
    const ascending = [...page.messages].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
    for (const message of ascending) {
      this.#take(message);
    }
    if (page.all) {
      life.floor = ascending[0]?.offset ?? before ?? page.top + 1;
    }
    life.hasPage ||= before === null;
  }

  #take(message: Message): void {
    const life = this.#lives.at(-1);
    if (life === undefined || message.offset === null || life.seen.has(message.offset)) {
      return;
    }
    const known = this.#known(message.key);
    if (known === undefined) {
      this.#place(message, message.offset, life);
    } else if (!isCopy(known, message)) {
      // Somebody took another's key: it is another message for all that. No key that anybody sends has a slash.
      life.seen.set(message.offset, { ...message, key: `${message.key}/${message.offset}` });
    } else if (known.offset === null) {
      this.#settle(known, message.offset, life);
    } else if (life.byKey.get(known.key) === known && message.offset < known.offset) {
      // What was there was the copy.
      life.seen.set(known.offset, null);
      this.#place(message, message.offset, life);
    } else {
      // Published again: by who had no answer, after the server had forgotten the key.
      life.seen.set(message.offset, null);
    }
  }

  /** One that waits, or stands in a life that is kept. */
  #known(key: string): Message | undefined {
    return (
      this.#waiting(key) ?? this.#lives.findLast(({ byKey }) => byKey.has(key))?.byKey.get(key)
    );
  }

  #waiting(key: string): Message | undefined {
    return this.#pending.find((message) => message.key === key);
  }

  #place(message: Message, offset: number, life: Life): void {
    life.seen.set(offset, message);
    life.byKey.set(message.key, message);
  }

  #settle(message: Message, offset: number, life: Life): void {
    const index = this.#pending.indexOf(message);
    if (index >= 0) {
      this.#pending.splice(index, 1);
    }
    message.offset = offset;
    message.delivery = 'sent';
    this.#place(message, offset, life);
  }

  #trim(): void {
    const life = this.#lives.at(-1);
    if (life !== undefined && life.seen.size > MAX_MESSAGES) {
      const offset = Math.min(...life.seen.keys());
      const message = life.seen.get(offset);
      life.seen.delete(offset);
      if (message) {
        life.byKey.delete(message.key);
      }
      this.#lives.splice(0, this.#lives.length - 1);
    }
  }

  /** Something is written here. */
  write(message: Message): void {
    if (this.#known(message.key) === undefined) {
      this.#pending.push(message);
    }
  }

  /** The server has answered: the message stands there. */
  sent(key: string, position: { offset: number; epoch: string }): void {
    const message = this.#waiting(key);
    const life = this.#lives.at(-1);
    if (message === undefined) {
      return;
    }
    if (position.epoch === life?.epoch && !life.seen.has(position.offset)) {
      this.#settle(message, position.offset, life);
    } else {
      // It will come with the history, or with what is recovered.
      message.delivery = 'sent';
    }
  }

  /** The server refuses it. */
  failed(key: string, problem: string): void {
    this.#change(key, 'failed', problem);
  }

  /** It stands where it should, but whom it is for was not told of it. */
  notTold(key: string, problem: string): void {
    const message = this.#known(key);
    if (message !== undefined) {
      message.problem = `the other one was not told of it: ${problem}`;
    }
  }

  /** It is tried again. */
  sending(key: string): void {
    this.#change(key, 'sending');
  }

  #change(key: string, delivery: 'failed' | 'sending', problem = ''): void {
    const message = this.#waiting(key);
    if (message !== undefined) {
      message.delivery = delivery;
      message.problem = problem;
    }
  }

  /** What failed is given up. */
  discard(key: string): void {
    const index = this.#pending.findIndex((message) => message.key === key);
    if (index >= 0) {
      this.#pending.splice(index, 1);
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

  /** What others wrote after the mark; of what is not here all that may be theirs. */
  get unread(): number {
    const here = this.#confirmed().filter((message) => this.#isUnread(message)).length;
    const life = this.#lives.at(-1);
    if (life === undefined || !life.hasPage) {
      return here;
    }
    const from = Math.max(this.#readUpTo, (life.floor ?? 1) - 1);
    const seen = [...life.seen.keys()].filter((offset) => offset > from).length;
    return here + Math.max(0, this.latest - from - seen);
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

/** Whether a message is another one again. Of who is nobody the server knows, anybody can take the key: only the same words are the same. */
function isCopy(known: Message, message: Message): boolean {
  return (
    known.user === message.user &&
    (message.user !== '' || (known.text === message.text && known.name === message.name))
  );
}
