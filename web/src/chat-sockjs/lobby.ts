// The lobby as a client without a protocol knows it: payloads in their order, and what of the own ones has come back.

import { fieldsOf, type Letter, letterOf, type Message } from '../chat/message';
import { shown, shownName } from '../chat/words';

/** What is kept here of the room. */
export const MAX_MESSAGES = 500;
/** The most own messages that have not come back: after that none is taken. */
export const MAX_WAITING = 200;
/** The server says no by these codes, and would again; below them it says: not now. */
const FIRST_REFUSAL = 4000;
const LAST_REFUSAL = 4999;
/** Who wrote it, as far as this page knows: it did, or somebody. */
export const ME = 'me';

interface Own {
  readonly letter: Letter;
  readonly message: Message;
  /** When it was sent last, in milliseconds. */
  tried: number;
}

export class Lobby {
  #came: Message[] = [];
  readonly #own = new Map<string, Own>();
  #number = 0;

  /** The connection is there, and brings the last messages again. */
  begin(): void {
    this.#came = [];
    for (const own of this.#own.values()) {
      own.tried = Number.NEGATIVE_INFINITY;
    }
  }

  /** A payload came. */
  take(data: string, now: number): void {
    const fields = fieldsOf(data) ?? { text: data };
    const letter = letterOf(fields, now, `at:${this.#number++}`);
    const own = this.#own.get(letter.key);
    if (this.#came.some(({ key }) => key === letter.key)) {
      // It was sent twice.
      return;
    }
    if (own !== undefined) {
      own.message.delivery = 'sent';
      this.#forget();
    }
    const name = shownName(typeof fields.name === 'string' ? fields.name : '') || 'Nobody';
    this.#came.push(own?.message ?? { ...letter, name, user: '', offset: null, delivery: 'sent' });
    this.#came.splice(0, this.#came.length - MAX_MESSAGES);
  }

  /** Of those that have come back the latest are known as own ones when they come again. */
  #forget(): void {
    const back = [...this.#own].filter(([, { message }]) => message.delivery === 'sent');
    for (const [key] of back.slice(0, -MAX_MESSAGES)) {
      this.#own.delete(key);
    }
  }

  /** Something is written here. Returns false if too much waits. */
  write(letter: Letter): boolean {
    if (this.#waiting().length >= MAX_WAITING) {
      return false;
    }
    const message: Message = {
      ...letter,
      text: shown(letter.text),
      user: ME,
      offset: null,
      delivery: 'sending',
    };
    this.#own.set(letter.key, { letter, message, tried: Number.NEGATIVE_INFINITY });
    return true;
  }

  /** How many own messages are remembered. */
  get own(): number {
    return this.#own.size;
  }

  /** What is to be sent now: what has not come back, and was not sent within so many milliseconds. */
  due(now: number, patience: number): Letter[] {
    const due = this.#waiting().filter(({ tried }) => now - tried >= patience);
    for (const own of due) {
      own.tried = now;
    }
    return due.map(({ letter }) => letter);
  }

  #waiting(): Own[] {
    return [...this.#own.values()].filter(({ message }) => message.delivery === 'sending');
  }

  /** What is shown, from the oldest to the latest. */
  get messages(): Message[] {
    return [...this.#came, ...this.#waiting().map(({ message }) => message)];
  }
}

/** Whether who was closed with this code tries again. */
export function comesBack(code: number): boolean {
  return code < FIRST_REFUSAL || code > LAST_REFUSAL;
}
