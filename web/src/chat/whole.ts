// A channel of which all is read that the server keeps, to its beginning, and all that comes from then on.

import type {
  Centrifuge,
  HistoryResult,
  PublicationContext,
  StreamPosition,
  Subscription,
  SubscriptionOptions,
} from 'centrifuge';
import { untilAnswered } from './asking';

/** How many publications are asked for at a time. */
const PAGE = 100;

export interface WholeListener {
  /** The channel is entered, in this life of its stream. */
  entered?(epoch: string): void;
  /**
   * A publication came, in any order, perhaps not for the first time.
   *
   * @param live whether it was published just now; not one that was there before, or while nobody was here
   */
  taken(publication: PublicationContext, epoch: string, live: boolean): void;
  /** All that was there has come. */
  complete?(): void;
  /** The server does not let in who would enter. */
  refused?(reason: string): void;
}

export class Whole {
  readonly subscription: Subscription;
  #epoch = '';
  /** Whether all has come up to where it was entered last. */
  #complete = false;
  #live = false;
  /** Counts how often it was entered: what was asked for before that is for nobody. */
  #entries = 0;

  constructor(
    client: Pick<Centrifuge, 'newSubscription'>,
    channel: string,
    private readonly listener: WholeListener,
    options: Partial<SubscriptionOptions> = {},
  ) {
    this.subscription = client.newSubscription(channel, {
      recoverable: true,
      positioned: true,
      ...options,
    });
  }

  /** Enters it. Whoever follows the subscription too does so before. */
  enter(): void {
    this.subscription
      .on('publication', (publication) => this.listener.taken(publication, this.#epoch, this.#live))
      .on('subscribing', () => {
        this.#live = false;
      })
      .on('subscribed', ({ wasRecovering, recovered, streamPosition }) => {
        this.#complete &&= wasRecovering && recovered;
        this.#live = false;
        this.#epoch = streamPosition?.epoch ?? '';
        this.listener.entered?.(this.#epoch);
        void this.#read(++this.#entries);
      })
      .on('unsubscribed', ({ code, reason }) => {
        // 0: this page left.
        if (code !== 0) {
          this.listener.refused?.(reason);
        }
      });
    this.subscription.subscribe();
  }

  async #read(entry: number): Promise<void> {
    if (this.#complete) {
      // What was missed is given before anything else happens.
      await new Promise((resolve) => setTimeout(resolve));
    } else if (!(await this.#pages(entry))) {
      return;
    }
    if (entry === this.#entries) {
      this.#live = true;
      this.listener.complete?.();
    }
  }

  /** Reads what was there before, the latest first, until nothing is before it. Returns false if somebody else does that now. */
  async #pages(entry: number): Promise<boolean> {
    const isHere = (): boolean =>
      entry === this.#entries && this.subscription.state === 'subscribed';
    let since: StreamPosition | undefined;
    const ask = async (): Promise<boolean> => {
      try {
        const page = await this.subscription.history({
          limit: PAGE,
          reverse: true,
          ...(since === undefined ? {} : { since }),
        });
        if (entry === this.#entries) {
          since = this.#take(page);
        }
        return true;
      } catch {
        return false;
      }
    };
    while (!this.#complete) {
      if (!(await untilAnswered(ask, isHere)) || entry !== this.#entries) {
        return false;
      }
    }
    return true;
  }

  /** Returns where the next page ends. */
  #take({ publications, epoch }: HistoryResult): StreamPosition {
    for (const publication of publications) {
      this.listener.taken(publication, epoch, false);
    }
    const offset = publications.at(-1)?.offset ?? 0;
    // A page may end before it has as many as were asked for: the server limits its bytes, too.
    this.#complete = offset <= 1;
    return { epoch, offset };
  }
}
