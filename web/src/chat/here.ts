// Who is in a channel: those whom the server names when it is entered, and who comes and goes from then on.

import type { ClientInfo, JoinContext, LeaveContext, Subscription } from 'centrifuge';
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
    const meanwhile: (() => void)[] = [];
    this.#meanwhile = meanwhile;
    try {
      const { clients } = await this.#subscription.presence();
      this.people.present(Object.values(clients));
      for (const change of meanwhile) {
        change();
      }
    } catch {
      // The connection went meanwhile: who comes back asks again.
    }
    this.#meanwhile = null;
  }

  #moved(change: () => void): void {
    this.#meanwhile?.push(change);
    change();
    this.listener.changed();
  }
}
