// Who is in a channel: those whom the server names when it is entered, and who comes and goes from then on.

import type { ClientInfo, JoinContext, LeaveContext, Subscription } from 'centrifuge';
import { untilAnswered } from './asking';
import { People } from './people';

export interface HereListener {
  changed(): void;
  /** A connection has gone. */
  left?(info: ClientInfo): void;
}

export class Here {
  readonly people = new People();
  readonly #subscription: Subscription;
  /** Who came and went while those who are there were asked for. */
  #meanwhile: (() => void)[] | null = null;
  /** Counts how often it was entered: who was asked for before that is for nobody. */
  #entries = 0;

  /** @param subscription that is told who comes and goes (`joinLeave`) */
  constructor(
    subscription: Subscription,
    private readonly listener: HereListener,
  ) {
    this.#subscription = subscription;
    subscription
      .on('join', ({ info }: JoinContext) => this.#moved(() => this.people.joined(info)))
      .on('leave', ({ info }: LeaveContext) => {
        this.#moved(() => this.people.left(info));
        listener.left?.(info);
      });
  }

  /** The channel is entered: asks who is there. */
  async ask(): Promise<void> {
    const entry = ++this.#entries;
    const isHere = (): boolean =>
      entry === this.#entries && this.#subscription.state === 'subscribed';
    if (await untilAnswered(() => this.#presence(), isHere)) {
      this.listener.changed();
    }
  }

  /** Returns whether there was an answer. */
  async #presence(): Promise<boolean> {
    const meanwhile: (() => void)[] = [];
    this.#meanwhile = meanwhile;
    try {
      const { clients } = await this.#subscription.presence();
      if (this.#meanwhile === meanwhile) {
        this.people.present(Object.values(clients));
        for (const change of meanwhile) {
          change();
        }
      }
      return true;
    } catch {
      return false;
    } finally {
      if (this.#meanwhile === meanwhile) {
        this.#meanwhile = null;
      }
    }
  }

  #moved(change: () => void): void {
    this.#meanwhile?.push(change);
    change();
    this.listener.changed();
  }
}
