// A channel of a server and the connection to it, as npm's centrifuge tells of them: in memory, and cut when a test says so.

import type { ClientInfo, PublicationContext } from 'centrifuge';
import type { ReadMark } from '../src/chat/conversation';

export class Channel {
  readonly #handlers = new Map<string, (context: unknown) => void>();
  readonly log: PublicationContext[] = [];
  epoch = 'e';
  state = 'subscribed';
  /** A page has no more, whatever is asked for. */
  most = Number.MAX_SAFE_INTEGER;
  /** What was asked for: the offset before which, or null. */
  readonly asked: (number | null)[] = [];
  #answers = 0;
  #cuts = 0;
  #presenceCuts = 0;
  /** Who is there. */
  readonly there: ClientInfo[] = [];

  on(event: string, handler: (context: unknown) => void): this {
    this.#handlers.set(event, handler);
    return this;
  }

  tell(event: string, context: unknown): void {
    this.#handlers.get(event)?.(context);
  }

  subscribe(): void {}

  async presence() {
    if (this.#presenceCuts > 0) {
      this.#presenceCuts--;
      throw new Error('connection closed');
    }
    return { clients: Object.fromEntries(this.there.map((info) => [info.client, info])) };
  }

  async history({ limit, since }: { limit: number; since?: ReadMark }) {
    this.asked.push(since?.offset ?? null);
    if (this.#answers > 0) {
      this.#answers--;
    } else if (this.#cuts > 0) {
      this.#cuts--;
      throw new Error('connection closed');
    }
    const publications = this.log
      .filter(({ offset = 0 }) => since === undefined || offset < since.offset)
      .reverse()
      .slice(0, Math.min(limit, this.most));
    return { publications, epoch: this.epoch, offset: this.top };
  }

  get top(): number {
    return this.log.at(-1)?.offset ?? 0;
  }

  /** Somebody publishes, so many times; who is here is not told. */
  publish(count: number, user = 'ann', data: unknown = 'x'): PublicationContext | undefined {
    for (let i = 0; i < count; i++) {
      const info = { client: 'c', user };
      this.log.push({ channel: 'a', data, offset: this.top + 1, info });
    }
    return this.log.at(-1);
  }

  /** So many questions for the history have no answer, after so many that have one. */
  cut(count: number, after = 0): void {
    this.#cuts = count;
    this.#answers = after;
  }

  /** The next so many questions for who is there have no answer. */
  cutPresence(count: number): void {
    this.#presenceCuts = count;
  }

  async enter(wasRecovering = false, recovered = false): Promise<void> {
    const streamPosition = { epoch: this.epoch, offset: this.top };
    this.tell('subscribed', { wasRecovering, recovered, streamPosition });
    await settled();
  }
}

export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
